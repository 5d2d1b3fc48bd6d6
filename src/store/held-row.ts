import { setTimeout as delay } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { BOSS_SCHEMA, type Connection, isBroken } from '../queue/connection.ts';
import type { Attempt, Boss, Executor } from '../queue/types.ts';
import { fromText, toLines } from '../results/csv.ts';
import { LeaseLostError } from '../results/lease/lease.ts';
import { predictionsText } from '../results/predictions.ts';
import { isDone } from '../results/run-folder.ts';
import { type RunRecord, runRecordSchema, runTables, timingRowSchema } from '../results/schema.ts';
import { DamagedCheckpointError, decodeCheckpoint, encodeCheckpoint } from '../train/checkpoint.ts';
import { handBack, handOnMilliseconds } from './hand-back.ts';
import { RunRows, tableNames } from './run-rows.ts';
import type { HeldRun, Kept, Loaded } from './run-store.ts';
import { secondsIn } from './wall-seconds.ts';

/** Between two signs of life; the queue waits for several. */
const BEAT_MILLISECONDS = 3000;
/** How long a worker tries to reach a database that is away. Its job is another's long before; then it ends. */
const PATIENCE_MILLISECONDS = 15 * 60_000;

interface Place {
  readonly lane: string;
  readonly id: string;
  readonly job: Attempt;
}

/** A run in the database that this process may write, for as long as it has the job. */
export class HeldRow implements HeldRun {
  readonly note: string | null;
  readonly started: string | null;
  readonly #connection: Connection;
  readonly #place: Place;
  readonly #rows: RunRows;
  readonly #boss: Boss;
  readonly #keeper: Worker;
  /** By the clock of this process, which nobody sets. */
  readonly #takenAt = performance.now();
  #isSettled = false;

  constructor(
    connection: Connection,
    url: string,
    place: Place,
    boss: Boss,
    told: Pick<HeldRun, 'note' | 'started'>,
  ) {
    this.#connection = connection;
    this.#place = place;
    this.#rows = new RunRows(place.lane, place.id);
    this.#boss = boss;
    this.note = told.note;
    this.started = told.started;
    const { lane, job } = place;
    this.#keeper = new Worker(new URL('postgres-keeper.js', import.meta.url), {
      workerData: { url, schema: BOSS_SCHEMA, lane, job, milliseconds: BEAT_MILLISECONDS },
      execArgv: [],
    });
    this.#keeper.unref();
    // Without it the job is given to another, only later.
    this.#keeper.on('error', () => {});
  }

  async load(): Promise<Loaded> {
    const rows = this.#rows;
    const beginAgain = async (db: Executor, note: string | null): Promise<Loaded> => {
      await rows.begin(db);
      return { snapshot: null, note };
    };
    return this.#write(async db => {
      const { checkpoint, record } = await rows.read(db);
      const texts = await rows.texts(db);
      try {
        if (!checkpoint || record === null) return await beginAgain(db, null);
        const { snapshot, companion } = decodeCheckpoint(checkpoint, `of ${this.#place.id}`);
        for (const name of tableNames) {
          const [now, size] = [Buffer.byteLength(texts.get(name) ?? ''), companion[name] ?? 0];
          if (now < size) {
            const reason = `${name}.csv has ${now} bytes, but had ${size} at the last checkpoint`;
            return await beginAgain(db, `cannot be resumed (${reason}); begins again`);
          }
          await rows.cut(db, name, size);
        }
        return { snapshot, note: null };
      } catch (error) {
        if (!(error instanceof DamagedCheckpointError)) throw error;
        return await beginAgain(db, `${error.message}; begins again`);
      }
    });
  }

  async keep({ record, rows: added = [], predictions, snapshot }: Kept): Promise<void> {
    const rows = this.#rows;
    const before = new Map(rows.sizes);
    await this.#write(async db => {
      rows.restoreSizes(before);
      for (const [name, some] of added) {
        await rows.append(db, name, toLines(runTables[name] as never, some as never));
      }
      if (record) await rows.set(db, 'record', textOf(record));
      if (predictions) await rows.replacePredictions(db, predictionsText(predictions));
      if (snapshot)
        await rows.set(db, 'checkpoint', encodeCheckpoint(snapshot, Object.fromEntries(rows.sizes)));
      await rows.countUp(db);
    }).catch(error => {
      rows.restoreSizes(before);
      throw error;
    });
    // As a job of its own, from this checkpoint on.
    const isOld = performance.now() - this.#takenAt > handOnMilliseconds();
    if (snapshot && isOld)
      throw new LeaseLostError('is handed on: the queue lets no job be active for more than a day');
  }

  async finish(record: RunRecord): Promise<void> {
    const { lane, job } = this.#place;
    const rows = this.#rows;
    await this.#write(
      async db => {
        const texts = await rows.texts(db);
        if (texts.size === 0) await rows.addHeaders(db);
        const timing = texts.get('timing');
        const seconds = timing ? secondsIn(fromText(timingRowSchema, timing, 'timing.csv')) : 0;
        await rows.set(db, 'record', textOf({ ...record, wall_seconds: seconds }));
        if (isDone(record)) await rows.set(db, 'checkpoint', null);
        await rows.set(db, 'holder', null);
        await rows.countUp(db);
      },
      db =>
        isDone(record)
          ? this.#boss.complete(lane, job, null, { db })
          : this.#boss.fail(lane, job, { message: record.error ?? record.status }, { db }),
    );
    this.#isSettled = true;
  }

  /** What has not ended becomes a new job, so that it does not count as a crash. */
  async release(): Promise<void> {
    await this.#keeper.terminate();
    if (this.#isSettled) return;
    this.#isSettled = true;
    await this.#connection
      .transaction(db => handBack(this.#boss, db, this.#place))
      // Whoever cannot be reached learns of it by silence.
      .catch(() => {});
  }

  /**
   * @param settle the last statement: until it has come, nobody waits for this transaction
   * @throws LeaseLostError, and then nothing was changed
   */
  async #write<T>(
    action: (db: Executor) => Promise<T>,
    settle = (db: Executor) => this.#boss.touch(this.#place.lane, this.#place.job, { db }),
  ): Promise<T> {
    const started = performance.now();
    for (;;) {
      try {
        return await this.#connection.transaction(async db => {
          const result = await action(db);
          const { affected } = await settle(db);
          if (affected !== 1) {
            throw new LeaseLostError(
              'nothing was heard of this process for too long: the job was given to another',
            );
          }
          return result;
        });
      } catch (error) {
        if (error instanceof LeaseLostError) this.#isSettled = true;
        if (!isBroken(error) || error instanceof LeaseLostError) throw error;
        if (performance.now() - started > PATIENCE_MILLISECONDS) {
          throw new LeaseLostError(`the database cannot be reached: ${(error as Error).message}`);
        }
        await delay(1000);
      }
    }
  }
}

function textOf(record: RunRecord): string {
  return `${JSON.stringify(runRecordSchema.parse(record), null, 2)}\n`;
}
