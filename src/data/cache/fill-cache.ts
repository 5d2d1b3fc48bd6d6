import { mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { DamagedFileError, DataError, reasonOf } from '../errors.ts';
import { makePartial, makeRoot, remove } from './cache-folder.ts';
import { sync } from './durable.ts';
import type { Source } from './origin.ts';
import type { ReadOptions } from './verified-file.ts';

/** The files of a data set. */
interface NamedFiles {
  readonly files: readonly { readonly name: string }[];
}

/** What is known of a data set that is kept in the cache. */
export interface CachedSet<Manifest extends NamedFiles> {
  /** What messages call it. */
  readonly title: string;
  readonly manifest: Manifest;
  /** Of all files. */
  readonly bytes: number;
  /** Reads all files of a folder. @throws DamagedFileError for the first that is missing or wrong */
  verify(folder: string, options: ReadOptions): Promise<unknown>;
  /** Further ways, for somebody whom no source delivers to: why each was not taken. */
  readonly notTried: readonly string[];
  /** What he can do, in lines. */
  readonly wayOut: readonly string[];
}

export interface FillOptions<Manifest extends NamedFiles> extends ReadOptions {
  readonly set: CachedSet<Manifest>;
  /** Folder that holds the cache, and the work in progress. */
  readonly root: string;
  /** The cache itself: `root`/`cifar10`. */
  readonly folder: string;
  /** Tried in order until one delivers. */
  readonly sources: readonly Source<Manifest>[];
}

/**
 * Fills the cache from the first source that delivers the right bytes. The files are built in a private folder,
 * written through to the disk, verified, and each renamed to where it belongs: a file of the cache is whole, whatever
 * interrupts this. Nobody waits for anybody: of several that do the same at the same time each puts the same bytes there.
 *
 * @param problem why the cache as it is cannot be used
 * @throws DataError that names every source and why it failed, if none delivered.
 */
export async function fillCache<M extends NamedFiles>(
  problem: DamagedFileError,
  options: FillOptions<M>,
): Promise<void> {
  const { root, folder, set, sources, onProgress } = options;
  await makeRoot(root);
  if (!problem.missing) {
    const note = `${problem.message}; fetching it again`;
    onProgress({ stage: 'download', done: 0, total: set.bytes, note });
  }
  const failures: string[] = [];
  for (const source of sources) {
    const failure = await tryFill(source, options);
    if (failure === undefined) return;
    failures.push(`${source.label}: ${failure}`);
  }
  throw unavailable(set, [
    `cache ${folder}: ${problem.missing ? 'not filled yet' : problem.message}`,
    ...failures,
  ]);
}

/** Why `folder` is no valid cache; undefined if it is one. */
async function findProblem<M extends NamedFiles>(
  folder: string,
  options: FillOptions<M>,
): Promise<DamagedFileError | undefined> {
  try {
    await options.set.verify(folder, options);
    return undefined;
  } catch (error) {
    if (error instanceof DamagedFileError) return error;
    throw error;
  }
}

/** Fills the cache from one source; returns the reason if that did not work. @throws if aborted. */
async function tryFill<M extends NamedFiles>(
  source: Source<M>,
  options: FillOptions<M>,
): Promise<string | undefined> {
  const { root, set, onProgress, signal } = options;
  const partial = await makePartial(root);
  const target = join(partial, 'data');
  const scratch = join(partial, 'scratch');
  try {
    await mkdir(target);
    await mkdir(scratch);
    await source.fetch({ target, scratch, manifest: set.manifest, onProgress, signal });
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
async function publish<M extends NamedFiles>(built: string, options: FillOptions<M>): Promise<void> {
  const { root, folder, set } = options;
  try {
    await mkdir(folder, { recursive: true });
    for (const { name } of set.manifest.files) await rename(join(built, name), join(folder, name));
  } catch (error) {
    // Windows does not replace what somebody reads: another process's, as good as this one if it verifies.
    if (await findProblem(folder, options)) throw error;
  }
  await sync(folder);
  await sync(root);
}

function unavailable(
  { title, notTried, wayOut }: CachedSet<NamedFiles>,
  reasons: readonly string[],
): DataError {
  return new DataError(
    [
      `${title} could not be obtained.`,
      ...[...notTried, ...reasons].map(reason => `  ${reason}`),
      ...wayOut,
    ].join('\n'),
  );
}
