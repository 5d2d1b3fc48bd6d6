import { randomUUID } from 'node:crypto';
import { renameSync, rmSync } from 'node:fs';
import { mkdir, rename, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { type FileWriter, writeWhole } from '../../atomic-file.ts';
import { counterOf, fenceOf, type Holder, release, type Sight, take } from './protocol.ts';
import { beatMilliseconds } from './times.ts';

/** Somebody else writes this folder now; this process must not any more. */
export class LeaseLostError extends Error {
  override name = 'LeaseLostError';
}

/** Writes into a folder whose lease has this token, for as long as it has. */
export class FencedWriter implements FileWriter {
  protected readonly folder: string;
  protected readonly token: string;

  constructor(folder: string, token: string) {
    this.folder = folder;
    this.token = token;
  }

  /** @throws LeaseLostError, StorageFullError, and then nothing was changed */
  async write(path: string, data: string | Uint8Array): Promise<void> {
    const fence = fenceOf(this.folder, this.token);
    await mkdir(dirname(path), { recursive: true });
    try {
      await writeWhole(path, data, fence);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      await this.requireHeld();
      // NFS asks again when an answer is lost, and is told that what it has just renamed is not there.
      await writeWhole(path, data, fence);
    }
  }

  /** @throws LeaseLostError, and then nothing was changed */
  async remove(path: string): Promise<void> {
    await this.#moveIn(path);
  }

  /** @throws LeaseLostError, and then nothing was changed */
  async move(from: string, to: string): Promise<void> {
    const within = await this.#moveIn(from);
    if (within) await rename(within, to);
  }

  /** To where it is out of the way; `null` where there is nothing to move. */
  async #moveIn(path: string): Promise<string | null> {
    const within = join(fenceOf(this.folder, this.token), randomUUID());
    try {
      await rename(path, within);
      return within;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      // Either is gone: what was to be moved, or the right to move it.
      await this.requireHeld();
      return null;
    }
  }

  /** @throws LeaseLostError */
  private async requireHeld(): Promise<void> {
    const isHeld = await stat(fenceOf(this.folder, this.token)).then(
      () => true,
      () => false,
    );
    if (!isHeld) {
      throw new LeaseLostError('nothing was heard of this process for too long: another has taken it over');
    }
  }
}

/** A folder that this process may write, until it gives it up or was silent for too long. */
export class Lease extends FencedWriter {
  readonly #keeper: Worker;
  readonly #giveUp: () => void;

  private constructor(folder: string, token: string) {
    super(folder, token);
    this.#keeper = new Worker(new URL('keeper.js', import.meta.url), {
      workerData: { counter: counterOf(folder, token), milliseconds: beatMilliseconds() },
      // It needs nothing of what reads TypeScript.
      execArgv: [],
    });
    this.#keeper.unref();
    // Without it the lease is taken over, only later.
    this.#keeper.on('error', () => {});
    this.#giveUp = () => releaseAtOnce(folder, token);
    process.on('exit', this.#giveUp);
  }

  /**
   * Takes the lease of a folder, which is made if it is not there; `null` when somebody else has it.
   *
   * @param token random, and new for each attempt
   * @param lost what stood still: see `standsStill`
   */
  static async take(
    folder: string,
    token: string = randomUUID(),
    lost: Sight | null = null,
  ): Promise<Lease | null> {
    const holder: Holder = { token, host: hostname(), pid: process.pid, since: new Date().toISOString() };
    return (await take(folder, holder, lost)) ? new Lease(folder, token) : null;
  }

  async release(): Promise<void> {
    process.off('exit', this.#giveUp);
    await this.#keeper.terminate();
    await release(this.folder, this.token);
  }
}

/** For a process that ends now. */
function releaseAtOnce(folder: string, token: string): void {
  const released = join(folder, `released-${token}`);
  try {
    renameSync(fenceOf(folder, token), released);
    rmSync(released, { recursive: true, force: true });
  } catch {
    // It is taken over, or was.
  }
}
