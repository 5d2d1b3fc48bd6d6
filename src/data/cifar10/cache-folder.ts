import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import envPaths from 'env-paths';
import { lock } from 'proper-lockfile';
import { DataError, errorCode, reasonOf } from '../errors.ts';

const LEFTOVER_HOURS = 24;
const POLL_MILLISECONDS = 200;
/** A holder that is alive renews its lock every 5 s; decoding blocks it for a second or two at most. */
const STALE_MILLISECONDS = 15_000;

/** The folder that holds all cached data sets: `DEGRADATION_LAB_CACHE`, else the usual one of the system. */
export function cacheRoot(env: NodeJS.ProcessEnv): string {
  return resolve(env.DEGRADATION_LAB_CACHE || envPaths('degradation-lab', { suffix: '' }).cache);
}

/** Makes the cache's root. @throws DataError that names the setting if it cannot be written to. */
export async function makeRoot(root: string): Promise<void> {
  try {
    await mkdir(root, { recursive: true });
  } catch (error) {
    throw new DataError(
      `cannot make the cache folder ${root} (${reasonOf(error)}). Set DEGRADATION_LAB_CACHE to a folder that can be written to.`,
      { cause: error },
    );
  }
}

/**
 * Waits for and takes the right to fill the cache, so that processes that start together download once. It is
 * a courtesy: filling is safe without it, because folders in progress are private and published by a rename.
 *
 * @returns the function that gives the right back.
 */
export async function lockCache(
  root: string,
  { onWait, signal }: { onWait: () => void; signal: AbortSignal | undefined },
): Promise<() => Promise<void>> {
  for (let waits = 0; ; waits++) {
    signal?.throwIfAborted();
    try {
      const release = await lock(root, {
        lockfilePath: join(root, '.lock'),
        stale: STALE_MILLISECONDS,
        // A lock lost (say, the computer slept) leaves two at work, which is wasteful and harmless.
        onCompromised: () => {},
      });
      return () => release().catch(() => {});
    } catch (error) {
      if (errorCode(error) !== 'ELOCKED') {
        throw new DataError(`cannot write to the cache folder ${root} (${reasonOf(error)})`, {
          cause: error,
        });
      }
      if (waits === 0) onWait();
      await delay(POLL_MILLISECONDS, undefined, { signal });
    }
  }
}

/** A new private folder in `root`, on the same file system as the cache, so that a rename can publish it. */
export async function makePartial(root: string): Promise<string> {
  return mkdtemp(join(root, `.partial-${host()}-${process.pid}-`));
}

/** Removes what interrupted processes left in `root`, and nothing that a live one may be working in. */
export async function removeLeftovers(root: string): Promise<void> {
  for (const name of await readdir(root)) {
    const [, owner, pid] = /^\.partial-([0-9a-f]+)-(\d+)-/.exec(name) ?? [];
    if (!owner || !pid) continue;
    const path = join(root, name);
    const dead = owner === host() && !isAlive(Number(pid));
    if (dead || (await hoursSinceChange(path)) > LEFTOVER_HOURS) await remove(path);
  }
}

/** Removes a folder and all in it; no error if there is none. */
export async function remove(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true, maxRetries: 3 });
}

/** The cache may sit on a network drive, where a process id means nothing without its machine. */
function host(): string {
  return createHash('sha256').update(hostname()).digest('hex').slice(0, 8);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) === 'EPERM';
  }
}

async function hoursSinceChange(path: string): Promise<number> {
  const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Date.now() }));
  return (Date.now() - mtimeMs) / 3_600_000;
}
