import { mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { DamagedFileError, DataError, reasonOf } from '../errors.ts';
import { makePartial, makeRoot, remove } from './cache-folder.ts';
import { sync } from './durable.ts';
import { type Manifest, totalBytes } from './manifest.ts';
import type { Source } from './origin.ts';
import { type ReadOptions, readVerified } from './verified-files.ts';

export interface FillOptions extends ReadOptions {
  /** Folder that holds the cache, and the work in progress. */
  readonly root: string;
  /** The cache itself: `root`/`cifar10`. */
  readonly folder: string;
  readonly manifest: Manifest;
  /** Tried in order until one delivers. */
  readonly sources: readonly Source[];
}

/**
 * Fills the cache from the first source that delivers the right bytes. The files are built in a private folder,
 * written through to the disk, verified, and each renamed to where it belongs: a file of the cache is whole, whatever
 * interrupts this. Nobody waits for anybody: of several that do the same at the same time each puts the same bytes there.
 *
 * @param problem why the cache as it is cannot be used
 * @throws DataError that names every source and why it failed, if none delivered.
 */
export async function fillCache(problem: DamagedFileError, options: FillOptions): Promise<void> {
  const { root, folder, manifest, sources, onProgress } = options;
  await makeRoot(root);
  if (!problem.missing) {
    const note = `${problem.message}; fetching it again`;
    onProgress({ stage: 'download', done: 0, total: totalBytes(manifest), note });
  }
  const failures: string[] = [];
  for (const source of sources) {
    const failure = await tryFill(source, options);
    if (failure === undefined) return;
    failures.push(`${source.label}: ${failure}`);
  }
  throw unavailable([
    `cache ${folder}: ${problem.missing ? 'not filled yet' : problem.message}`,
    ...failures,
  ]);
}

/** Why `folder` is no valid cache; undefined if it is one. */
async function findProblem(folder: string, options: FillOptions): Promise<DamagedFileError | undefined> {
  try {
    await readVerified(folder, options.manifest, () => {}, options);
    return undefined;
  } catch (error) {
    if (error instanceof DamagedFileError) return error;
    throw error;
  }
}

/** Fills the cache from one source; returns the reason if that did not work. @throws if aborted. */
async function tryFill(source: Source, options: FillOptions): Promise<string | undefined> {
  const { root, manifest, onProgress, signal } = options;
  const partial = await makePartial(root);
  const target = join(partial, 'data');
  const scratch = join(partial, 'scratch');
  try {
    await mkdir(target);
    await mkdir(scratch);
    await source.fetch({ target, scratch, manifest, onProgress, signal });
    const problem = await findProblem(target, options);
    if (problem) return problem.message;
    await publish(target, options);
    return undefined;
  } catch (error) {
    signal?.throwIfAborted();
    return reasonOf(error);
  } finally {
    await remove(partial);
  }
}

/** Replaces each file of the cache in one step, so that who reads meets the old one or the new one. */
async function publish(built: string, options: FillOptions): Promise<void> {
  const { root, folder, manifest } = options;
  try {
    await mkdir(folder, { recursive: true });
    for (const { name } of manifest.files) await rename(join(built, name), join(folder, name));
  } catch (error) {
    // Windows does not replace what somebody reads: another process's, as good as this one if it verifies.
    if (await findProblem(folder, options)) throw error;
  }
  await sync(folder);
  await sync(root);
}

function unavailable(reasons: readonly string[]): DataError {
  return new DataError(
    [
      'CIFAR-10 could not be obtained.',
      '  CIFAR10_DIR: not set',
      ...reasons.map(reason => `  ${reason}`),
      'What to do: download cifar-10-binary.tar.gz on a machine that can, unpack it and set CIFAR10_DIR to the',
      'folder; or run with --dataset synthetic, which needs no download.',
    ].join('\n'),
  );
}
