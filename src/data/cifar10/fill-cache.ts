import { mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { DamagedFileError, DataError, reasonOf } from '../errors.ts';
import { lockCache, makePartial, makeRoot, remove, removeLeftovers } from './cache-folder.ts';
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
 * written through to the disk, verified and published by one rename: the cache is whole or absent, whatever
 * interrupts this, and whoever else does the same at the same time.
 *
 * @throws DataError that names every source and why it failed, if none delivered.
 */
export async function fillCache(options: FillOptions): Promise<void> {
  const { root, folder, manifest, sources, onProgress, signal } = options;
  const note = (text: string) =>
    onProgress({ stage: 'download', done: 0, total: totalBytes(manifest), note: text });
  await makeRoot(root);
  const onWait = () => note('another process is fetching the data set; waiting for it');
  const release = await lockCache(root, { onWait, signal });
  try {
    await removeLeftovers(root);
    // Another process may have filled the cache while this one waited for the lock.
    const problem = await findProblem(folder, options);
    if (!problem) return;
    if (!problem.missing) note(`${problem.message}; fetching it again`);
    await discard(root, folder);
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
  } finally {
    await release();
  }
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
  const { root, folder, manifest, onProgress, signal } = options;
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
    await sync(root);
    return undefined;
  } catch (error) {
    signal?.throwIfAborted();
    return reasonOf(error);
  } finally {
    await remove(partial);
  }

  async function publish(built: string, verify: FillOptions): Promise<void> {
    await sync(built);
    try {
      await rename(built, folder);
    } catch (error) {
      // Someone without our lock was first. Theirs is as good as ours if it verifies.
      if (await findProblem(folder, verify)) throw error;
    }
  }
}

/** Takes a damaged cache away in one step, so that nobody reads it while it is being removed. */
async function discard(root: string, folder: string): Promise<void> {
  const grave = await makePartial(root);
  await rename(folder, join(grave, 'damaged')).catch(() => {});
  await remove(grave);
  await remove(folder);
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
