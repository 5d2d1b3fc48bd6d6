import { hostname } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { codeVersion } from '../queue/code-version.ts';
import { type Connection, isBroken } from '../queue/connection.ts';
import { type Lane, pinLane, readLanes } from '../queue/lanes.ts';
import type { Boss, Job } from '../queue/types.ts';
import { runConfigSchema } from '../run/config.ts';
import { handBack } from '../store/hand-back.ts';
import type { PostgresAddress } from '../store/postgres-store.ts';
import { UsageError } from '../usage-error.ts';
import type { Emit, SuiteEvent } from './events.ts';
import type { RunTask } from './execute-run.ts';
import { isAskedFor, whatToDo } from './pin.ts';
import { filesFor } from './queued-files.ts';
import { sourceVersion } from './source.ts';

/** Between two looks at a queue that had nothing, and between two searches for workers that are gone. */
const LOOK_MILLISECONDS = 1000;
const SUPERVISE_MILLISECONDS = 2000;
/** Between two signs of life of a run that is about to begin, and for how long at most. */
const BEAT_MILLISECONDS = 3000;
const BEGINNING_MILLISECONDS = 5 * 60_000;

export interface TakeOptions {
  /** Whether regularizers that submitters have sent may be run here. */
  readonly trustCode: boolean;
  /** End when nothing is left that this machine could train; otherwise it waits for more. */
  readonly untilDone: boolean;
}

export type QueuedTask = RunTask & { readonly store: PostgresAddress };
type Taken = Pick<QueuedTask, 'experiment' | 'id' | 'config' | 'store' | 'regularizerFiles'>;

/** What of the queue is for this machine. */
export class QueuedRuns {
  readonly #connection: Connection;
  readonly #boss: Boss;
  readonly #arithmetic: string;
  readonly #options: TakeOptions;
  readonly #emit: Emit<SuiteEvent>;
  readonly #version = codeVersion(sourceVersion());
  /** Why lanes are not for this machine, by name. */
  readonly #told = new Map<string, string>();
  #hasTaken = false;
  #isIdle = false;

  constructor(
    connection: Connection,
    boss: Boss,
    arithmetic: string,
    options: TakeOptions,
    emit: Emit<SuiteEvent>,
  ) {
    this.#connection = connection;
    this.#boss = boss;
    this.#arithmetic = arithmetic;
    this.#options = options;
    this.#emit = emit;
  }

  /** The next run to be trained; null when none can come any more. @throws UsageError, StorageFullError, the signal's reason */
  async next(signal: AbortSignal): Promise<Taken | null> {
    for (;;) {
      signal.throwIfAborted();
      const lanes = await this.#lanes();
      for (const lane of lanes ?? []) {
        const [job] = await this.#boss
          .fetch(lane.name, { includeMetadata: true, batchSize: 1 })
          .catch(noneIfBroken);
        if (!job) continue;
        this.#hasTaken = true;
        this.#isIdle = false;
        const taken = await this.#taken(lane, job);
        if (taken) return taken;
      }
      if (this.#options.untilDone && lanes?.length === 0) {
        if (!this.#hasTaken && this.#told.size > 0) throw new UsageError([...this.#told.values()].join('\n'));
        return null;
      }
      if (lanes?.length === 0) this.#tellOfWaiting();
      await delay(LOOK_MILLISECONDS, undefined, { signal }).catch(() => {});
    }
  }

  /** Once, until there was something again. */
  #tellOfWaiting(): void {
    if (this.#isIdle) return;
    this.#isIdle = true;
    this.#emit({ type: 'note', text: 'nothing to train for now; waiting for runs. Ctrl-C ends this' });
  }

  /** Looks for jobs whose workers are gone, for as long as it is not aborted. */
  async supervise(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      for (const { name } of (await this.#lanes()) ?? []) await this.#boss.supervise(name).catch(() => {});
      await delay(SUPERVISE_MILLISECONDS, undefined, { signal }).catch(() => {});
    }
  }

  /**
   * Gives signs of life for a run until its own process does: that needs seconds to start, and on a busy machine more than the queue
   * waits for.
   *
   * @returns ends it; one that hangs before it has begun is missed all the same, after minutes
   */
  keepAlive({ store: { lane, job } }: Pick<Taken, 'store'>): () => void {
    const beating = setInterval(() => this.#boss.touch(lane, job).catch(() => {}), BEAT_MILLISECONDS);
    const end = () => {
      clearInterval(beating);
      clearTimeout(limit);
    };
    const limit = setTimeout(end, BEGINNING_MILLISECONDS);
    return end;
  }

  /** Puts a run back that was taken and is not trained to its end here, so that this does not count as a crash. */
  async giveBack({ id, store: { lane, job } }: Pick<Taken, 'id' | 'store'>): Promise<void> {
    await this.#connection
      .transaction(db => handBack(this.#boss, db, { lane, id, job }))
      // Whoever cannot be reached learns of it by silence.
      .catch(() => {});
  }

  /** Those with open runs for this machine; why others are not is told once. Null where the database is away. */
  async #lanes(): Promise<Lane[] | null> {
    try {
      const mine: Lane[] = [];
      for (const lane of await readLanes(this.#connection)) {
        if (lane.open === 0) continue;
        const reason = await this.#whyNot(lane);
        if (!reason) mine.push(lane);
        else if (!this.#told.has(lane.name)) {
          this.#told.set(lane.name, reason);
          this.#emit({ type: 'note', text: reason });
        }
      }
      return mine;
    } catch (error) {
      if (isBroken(error)) return null;
      throw error;
    }
  }

  async #whyNot(lane: Lane): Promise<string | null> {
    const one = lane.open === 1;
    const what = `${lane.open} ${one ? 'run' : 'runs'} of ${lane.experiment} ${one ? 'is' : 'are'}`;
    if (lane.version !== this.#version) {
      return `${what} for version ${lane.version} of this program, and this is ${this.#version}: check out the same commit`;
    }
    if (lane.code && !this.#options.trustCode) {
      return `${what} not to be had without code that was sent along: --trust-code runs it here, with all rights of this process`;
    }
    const asked = lane.arithmetic ?? lane.asked;
    const isMine = lane.arithmetic
      ? lane.arithmetic === this.#arithmetic
      : isAskedFor(this.#arithmetic, asked ?? this.#arithmetic);
    const pinned =
      isMine && !lane.arithmetic ? await pinLane(this.#connection, lane, this.#arithmetic) : asked;
    if (isMine && pinned === this.#arithmetic) return null;
    return `${what} trained with the arithmetic ${pinned}, and this machine computes with ${this.#arithmetic}. ${whatToDo}`;
  }

  /** All that is needed to train; null where the database went away, or the run cannot be begun here. @throws StorageFullError */
  async #taken(lane: Lane, { id, retryCount, data }: Job): Promise<Taken | null> {
    const store: PostgresAddress = {
      type: 'postgres',
      lane: lane.name,
      job: { id, retryCount },
      holder: `process ${process.pid} on ${hostname()}`,
    };
    try {
      const [run] = await this.#connection.query<{ config: string; files: string }>(
        'select config, files from degradation_lab.run where lane = $1 and id = $2',
        [lane.name, data.run],
      );
      return {
        experiment: lane.experiment,
        id: data.run,
        config: runConfigSchema.parse(JSON.parse(run!.config)),
        regularizerFiles: await filesFor(this.#connection, run!.files),
        store,
      };
    } catch (error) {
      // One that was taken when the database went away is given to another.
      if (isBroken(error)) return null;
      await this.giveBack({ id: data.run, store });
      throw error;
    }
  }
}

/** A database that is away for a while has nothing to take. */
function noneIfBroken(error: unknown): Job[] {
  if (isBroken(error)) return [];
  throw error;
}
