import { mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import envPaths from 'env-paths';
import { DataError, reasonOf } from '../errors.ts';

/** A fetch takes minutes, and clocks of machines that share a folder are not days apart. */
const LEFTOVER_HOURS = 24;
const PARTIAL = '.partial-';

/** The folder that holds all cached data sets: `DEGRADATION_LAB_CACHE`, else the usual one of the system. */
export function cacheRoot(env: NodeJS.ProcessEnv): string {
  return resolve(env.DEGRADATION_LAB_CACHE || envPaths('degradation-lab', { suffix: '' }).cache);
}

/** Makes the cache's root. @throws DataError that names the setting if that cannot be done */
export async function makeRoot(root: string): Promise<void> {
  await named(`make the cache folder ${root}`, () => mkdir(root, { recursive: true }));
}

/**
 * A new private folder in `root`, on the same file system as the cache, so that renames can publish what is in it.
 *
 * @throws DataError that names the setting if `root` cannot be written to
 */
export async function makePartial(root: string): Promise<string> {
  return named(`write to the cache folder ${root}`, () => mkdtemp(join(root, PARTIAL)));
}

async function named<T>(what: string, attempt: () => Promise<T>): Promise<T> {
  try {
    return await attempt();
  } catch (error) {
    throw new DataError(
      `cannot ${what} (${reasonOf(error)}). Set DEGRADATION_LAB_CACHE to a folder that can be written to.`,
      { cause: error },
    );
  }
}

/**
 * Removes what killed processes left in `root`, once it is so old that nobody can be working in it: neither process
 * numbers nor clocks tell more where containers or machines share the folder. What cannot be removed is in nobody's way.
 */
export async function removeLeftovers(root: string): Promise<void> {
  const names = await readdir(root).catch(() => []);
  for (const name of names.filter(each => each.startsWith(PARTIAL))) {
    const path = join(root, name);
    if ((await hoursSinceChange(path)) > LEFTOVER_HOURS) await remove(path).catch(() => {});
  }
}

/** Removes a folder and all in it; no error if there is none. */
export async function remove(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true, maxRetries: 3 });
}

async function hoursSinceChange(path: string): Promise<number> {
  const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Date.now() }));
  return (Date.now() - mtimeMs) / 3_600_000;
}
