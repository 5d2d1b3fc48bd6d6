import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import lockfile from 'proper-lockfile';
import { UsageError } from './usage-error.ts';

/** A lock that was not refreshed for so long belongs to a suite that was killed. */
const STALE_MILLISECONDS = 6000;

/**
 * Keeps other suites out of a results folder until the returned function is called.
 *
 * @param onWait called once if the folder is in use, before waiting for a lock that may be stale
 * @throws UsageError when another suite is at work there, or the folder cannot be written
 */
export async function lockResults(folder: string, onWait: () => void): Promise<() => Promise<void>> {
  try {
    await mkdir(folder, { recursive: true });
    const unlock = await acquire(folder, onWait);
    // A lock that was lost meanwhile is no reason to fail at the very end.
    return () => unlock().catch(() => {});
  } catch (cause) {
    if (cause instanceof UsageError) throw cause;
    const reason = (cause as Error).message;
    throw new UsageError(
      `results folder ${folder} cannot be written: ${reason}. Name another: --results DIR`,
      { cause },
    );
  }
}

async function acquire(folder: string, onWait: () => void): Promise<() => Promise<void>> {
  const options = {
    lockfilePath: join(folder, '.lock'),
    stale: STALE_MILLISECONDS,
    update: STALE_MILLISECONDS / 3,
    // Losing the lock means that this process slept; the runs are addressed by content, so carry on.
    onCompromised: () => {},
  };
  try {
    return await lockfile.lock(folder, options);
  } catch (error) {
    if (!isLocked(error)) throw error;
  }
  onWait();
  try {
    const retries = { retries: 8, factor: 1, minTimeout: 1000 };
    return await lockfile.lock(folder, { ...options, retries });
  } catch (error) {
    if (!isLocked(error)) throw error;
    throw new UsageError(
      `results folder ${folder} is in use by another suite. Wait for it, or name another: --results DIR`,
    );
  }
}

function isLocked(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ELOCKED';
}
