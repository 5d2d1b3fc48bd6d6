import { ExperimentFolder } from '../results/experiment-folder.ts';
import { Lease } from '../results/lease/lease.ts';
import type { Sight } from '../results/lease/protocol.ts';
import { CHECKPOINT, isDone, type RunFolder, type TableSizes } from '../results/run-folder.ts';
import type { RunRecord } from '../results/schema.ts';
import { DamagedCheckpointError, putAside, readCheckpoint, writeCheckpoint } from '../train/checkpoint.ts';
import type { Claim, HeldRun, Kept, Loaded, RunName, RunStore } from './run-store.ts';
import { setAsideOtherArithmetic } from './set-aside.ts';
import { secondsIn } from './wall-seconds.ts';

/** A results folder, which may be shared by processes on several machines. */
export interface FolderAddress {
  readonly type: 'folder';
  readonly folder: string;
  /** How to take the lease: by which name, and from whom, where somebody was seen to be gone. */
  readonly lease?: { readonly token: string; readonly lost: Sight | null };
}

/** Runs in a results folder: each is written by the holder of its lease. */
export class FolderStore implements RunStore {
  readonly #address: FolderAddress;

  constructor(address: FolderAddress) {
    this.#address = address;
  }

  async claim({ experiment, id }: RunName, arithmetic: string): Promise<Claim> {
    const { folder, lease: how } = this.#address;
    const within = new ExperimentFolder(folder, experiment);
    const run = within.run(id);
    const lease = await Lease.take(run.path, how?.token, how?.lost);
    if (!lease) return { type: 'held' };
    try {
      const record = await run.readRecord().catch(() => null);
      if (isDone(record)) {
        await lease.release();
        return { type: 'ended', status: record.status };
      }
      const note = await setAsideOtherArithmetic(within, id, arithmetic, lease);
      const started = (await run.readRecord().catch(() => null))?.started ?? null;
      return { type: 'taken', run: new HeldFolder(run.through(lease), lease, note, started) };
    } catch (error) {
      await lease.release();
      throw error;
    }
  }

  async close(): Promise<void> {}
}

class HeldFolder implements HeldRun {
  readonly note: string | null;
  readonly started: string | null;
  readonly #folder: RunFolder;
  readonly #lease: Lease;

  constructor(folder: RunFolder, lease: Lease, note: string | null, started: string | null) {
    this.#folder = folder;
    this.#lease = lease;
    this.note = note;
    this.started = started;
  }

  async load(): Promise<Loaded> {
    const loaded = await this.#resumePoint();
    if (!loaded.snapshot) {
      // Empty tables, and no checkpoint that knows of longer ones.
      await this.#folder.files.remove(this.#folder.file(CHECKPOINT));
      await this.#folder.begin();
    }
    return loaded;
  }

  async #resumePoint(): Promise<Loaded> {
    const folder = this.#folder;
    const path = folder.file(CHECKPOINT);
    try {
      const checkpoint = await readCheckpoint(path);
      if (!checkpoint || !(await folder.readRecord())) return { snapshot: null, note: null };
      await folder.truncate(checkpoint.companion as TableSizes);
      return { snapshot: checkpoint.snapshot, note: null };
    } catch (error) {
      if (error instanceof DamagedCheckpointError) {
        const aside = await putAside(path, folder.files);
        const note = `${error.message}; begins again, the damaged file is kept as ${aside}`;
        return { snapshot: null, note };
      }
      return { snapshot: null, note: `cannot be resumed (${(error as Error).message}); begins again` };
    }
  }

  /** A crash between the rows and the checkpoint loses nothing. */
  async keep({ record, rows = [], predictions, snapshot }: Kept): Promise<void> {
    const folder = this.#folder;
    if (record) await folder.writeRecord(record);
    for (const [table, added] of rows) await folder.append(table, added as never);
    if (predictions) await folder.writePredictions(predictions);
    if (!snapshot) return;
    await writeCheckpoint(folder.file(CHECKPOINT), snapshot, await folder.tableSizes(), folder.files);
  }

  async finish(record: RunRecord): Promise<void> {
    const folder = this.#folder;
    // Whoever reads a run expects its tables, however early it failed.
    await folder.tableSizes().catch(() => folder.begin());
    const wall_seconds = secondsIn(await folder.readTable('timing').catch(() => []));
    await folder.writeRecord({ ...record, wall_seconds });
  }

  release(): Promise<void> {
    return this.#lease.release();
  }
}
