import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { framesIn, withSourceMaps } from './own-frames.ts';
import { fromFiles, regularizers } from './registry.ts';
import type { Regularizer } from './regularizer.ts';

/** A file of a user's own whose default export is a regularizer. Its bytes, not its place, decide a run's id. */
export interface RegularizerFile {
  readonly path: string;
  /** Hex, of the file alone: what it imports is not looked at. */
  readonly sha256: string;
}

/**
 * Loads a user's file; from then on, runs of this process can name its regularizer.
 *
 * @throws Error naming the file: unreadable, not a module, no `defineRegularizer` by default, or a name that is taken
 */
export async function loadRegularizerFile(
  path: string,
): Promise<{ file: RegularizerFile; regularizer: Regularizer }> {
  const absolute = resolve(path);
  const sha256 = createHash('sha256')
    .update(await read(absolute, path))
    .digest('hex');
  const regularizer = fromFiles.get(sha256) ?? (await importRegularizer(absolute, path));
  fromFiles.set(sha256, regularizer);
  return { file: { path: absolute, sha256 }, regularizer };
}

/**
 * Loads a file again, in another process.
 *
 * @throws Error also when its bytes are no longer those that the run's id stands for
 */
export async function loadSameRegularizerFile({ path, sha256 }: RegularizerFile): Promise<void> {
  const { file } = await loadRegularizerFile(path);
  if (file.sha256 !== sha256)
    throw new Error(`${path} was changed after the suite had started; start it again`);
}

async function read(absolute: string, path: string): Promise<Buffer> {
  try {
    return await readFile(absolute);
  } catch (cause) {
    throw new Error(`${path} cannot be read: ${(cause as Error).message}`, { cause });
  }
}

async function importRegularizer(absolute: string, path: string): Promise<Regularizer> {
  let module: { default?: Regularizer };
  try {
    module = await withSourceMaps(() => import(pathToFileURL(absolute).href));
  } catch (cause) {
    const where = framesIn([absolute], cause).map(frame => `\n    ${frame}`);
    throw new Error(`${path} cannot be loaded: ${(cause as Error).message}${where.join('')}`, { cause });
  }
  const regularizer = module.default;
  if (typeof regularizer?.hooks !== 'function' || typeof regularizer.configure !== 'function') {
    throw new Error(
      `${path} has to export default defineRegularizer({ … }), from src/regularizers/regularizer.ts`,
    );
  }
  if (regularizers.some(({ name }) => name === regularizer.name)) {
    throw new Error(
      `${path} calls its regularizer "${regularizer.name}", which is the name of one of the suite’s`,
    );
  }
  return regularizer;
}
