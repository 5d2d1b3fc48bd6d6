import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rename, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type ExperimentFolder, REPLACED } from '../results/experiment-folder.ts';
import { Lease } from '../results/lease/lease.ts';
import { release } from '../results/lease/protocol.ts';
import type { RunRecord } from '../results/schema.ts';

/**
 * Makes room for runs that are trained again. What had finished is kept, in `replaced/<run-id>/`, until its successor
 * has; whoever interrupts that and wants it back moves the folder back. What had not finished is removed, and
 * what another process is training stays.
 */
export async function makeRoom(
  folder: ExperimentFolder,
  ids: readonly string[],
  finished: readonly Pick<RunRecord, 'id'>[],
): Promise<void> {
  const worthKeeping = new Set(finished.map(({ id }) => id));
  for (const id of ids) {
    const { path } = folder.run(id);
    const token = randomUUID();
    const lease = await Lease.take(path, token);
    // Somebody is just training it.
    if (!lease) continue;
    if (!worthKeeping.has(id)) {
      await folder.run(id).remove();
      await lease.release();
      continue;
    }
    await mkdir(join(folder.path, REPLACED), { recursive: true });
    await rm(asideOf(folder, id), { recursive: true, force: true });
    await rename(path, asideOf(folder, id));
    await lease.release();
    await release(asideOf(folder, id), token);
  }
}

/** Removes what was kept of a run whose successor has finished. */
export async function dropReplaced(folder: ExperimentFolder, id: string): Promise<void> {
  await rm(asideOf(folder, id), { recursive: true, force: true });
  // Empty after the last one.
  await rmdir(join(folder.path, REPLACED)).catch(() => {});
}

/** Does so for all that have finished: a suite may have ended between the two. */
export async function dropAllReplaced(
  folder: ExperimentFolder,
  finished: readonly Pick<RunRecord, 'id'>[],
): Promise<void> {
  const kept = new Set(await readdir(join(folder.path, REPLACED)).catch(() => []));
  for (const { id } of finished) if (kept.has(id)) await dropReplaced(folder, id);
}

function asideOf(folder: ExperimentFolder, id: string): string {
  return join(folder.path, REPLACED, id);
}
