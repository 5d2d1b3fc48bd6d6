import { setTimeout as delay } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { BOSS_SCHEMA, type Connection, isBroken } from '../queue/connection.ts';
import type { Attempt, Boss, Executor } from '../queue/types.ts';
import { fromText, headerLine, toLines } from '../results/csv.ts';
import { LeaseLostError } from '../results/lease/lease.ts';
import { predictionsText } from '../results/predictions.ts';
import { isDone, requiredTables } from '../results/run-folder.ts';
import {
  type RunRecord,
  type RunTable,
  runRecordSchema,
  runTables,
  timingRowSchema,
} from '../results/schema.ts';
import { DamagedCheckpointError, decodeCheckpoint, encodeCheckpoint } from '../train/checkpoint.ts';
import type { HeldRun, Kept, Loaded } from './run-store.ts';
import { secondsIn } from './wall-seconds.ts';

/** Between two signs of life; the queue waits for several. */
const BEAT_MILLISECONDS = 3000;
/** How long a worker tries to reach a database that is away. Its job is another's long before; then it ends. */
const PATIENCE_MILLISECONDS = 15 * 60_000;
/** The queue lets no job be active for more than a day. */
const HANDED_ON_MILLISECONDS = 20 * 3_600_000;

const tables = Object.keys(runTables) as RunTable[];
const PREDICTIONS = 'predictions';

interface Place {
  readonly lane: string;
  readonly id: string;
  readonly job: Attempt;
  readonly startedOn: string;
}

/** A run in the database that this process may write, for as long as it has the job. */
export class HeldRow implements HeldRun {
  readonly note: string | null;
  readonly started: string | null;
  readonly #connection: Connection;
  readonly #place: Place;
  readonly #boss: Boss;
  readonly #keeper: Worker;
  /** Bytes of each table. */
  readonly #sizes = new Map<RunTable, number>();
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
    return this.#write(async db => {
      const { checkpoint, record } = await this.#row(db);
      const texts = await this.#texts(db);
      try {
        if (!checkpoint || record === null) return await this.#begin(db, null);
        const { snapshot, companion } = decodeCheckpoint(checkpoint, `of ${this.#place.id}`);
        for (const name of tables) {
          const [now, size] = [Buffer.byteLength(texts.get(name) ?? ''), companion[name] ?? 0];
          if (now < size) {
            const reason = `${name}.csv has ${now} bytes, but had ${size} at the last checkpoint`;
            return await this.#begin(db, `cannot be resumed (${reason}); begins again`);
          }
          await this.#cut(db, name, size);
        }
        return { snapshot, note: null };
      } catch (error) {
        if (!(error instanceof DamagedCheckpointError)) throw error;
        return await this.#begin(db, `${error.message}; begins again`);
      }
    });
  }

  async keep({ record, rows = [], predictions, snapshot }: Kept): Promise<void> {
    const before = new Map(this.#sizes);
    await this.#write(async db => {
      this.#restore(before);
      for (const [name, added] of rows) {
        const lines = toLines(runTables[name] as never, added as never);
        const size = this.#sizes.get(name) ?? 0;
        // Of an attempt whose answer was lost.
        await this.#cut(db, name, size);
        const header = size === 0 ? headerLine(runTables[name]) : '';
        if (header + lines !== '') await this.#add(db, name, header + lines);
      }
      if (record) await this.#set(db, 'record', textOf(record));
      if (predictions) await this.#replace(db, PREDICTIONS, predictionsText(predictions));
      if (snapshot)
        await this.#set(db, 'checkpoint', encodeCheckpoint(snapshot, Object.fromEntries(this.#sizes)));
      await this.#set(db, 'revision', null);
    }).catch(error => {
      this.#restore(before);
      throw error;
    });
    // As a job of its own, from this checkpoint on.
    const isOld = Date.now() - Date.parse(this.#place.startedOn) > HANDED_ON_MILLISECONDS;
    if (snapshot && isOld)
      throw new LeaseLostError('is handed on: the queue lets no job be active for more than a day');
  }

  async finish(record: RunRecord): Promise<void> {
    const { lane, job } = this.#place;
    await this.#write(
      async db => {
        const texts = await this.#texts(db);
        if (texts.size === 0) await this.#addHeaders(db);
        const timing = texts.get('timing');
        const seconds = timing ? secondsIn(fromText(timingRowSchema, timing, 'timing.csv')) : 0;
        await this.#set(db, 'record', textOf({ ...record, wall_seconds: seconds }));
        if (isDone(record)) await this.#set(db, 'checkpoint', null);
        await this.#set(db, 'holder', null);
        await this.#set(db, 'revision', null);
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
    const { lane, id, job } = this.#place;
    await this.#connection
      .transaction(db => handBack(this.#boss, db, lane, id, job))
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

  async #row(db: Executor): Promise<{ checkpoint: Buffer | null; record: string | null }> {
    const { lane, id } = this.#place;
    const { rows } = await db.executeSql(
      'select checkpoint, record from degradation_lab.run where lane = $1 and id = $2',
      [lane, id],
    );
    return rows[0] as { checkpoint: Buffer | null; record: string | null };
  }

  #texts(db: Executor): Promise<Map<string, string>> {
    return textsOf(db, this.#place.lane, this.#place.id);
  }

  async #begin(db: Executor, note: string | null): Promise<Loaded> {
    await this.#set(db, 'checkpoint', null);
    for (const name of tables) await this.#cut(db, name, 0);
    await this.#replace(db, PREDICTIONS, null);
    await this.#addHeaders(db);
    await this.#set(db, 'revision', null);
    return { snapshot: null, note };
  }

  async #addHeaders(db: Executor): Promise<void> {
    this.#sizes.clear();
    for (const name of requiredTables) await this.#add(db, name, headerLine(runTables[name]));
  }

  async #add(db: Executor, name: RunTable, text: string): Promise<void> {
    const { lane, id } = this.#place;
    const position = this.#sizes.get(name) ?? 0;
    await db.executeSql('insert into degradation_lab.chunk values ($1, $2, $3, $4, $5)', [
      lane,
      id,
      name,
      position,
      text,
    ]);
    this.#sizes.set(name, position + Buffer.byteLength(text));
  }

  /** A text that is not added to. */
  async #replace(db: Executor, name: string, text: string | null): Promise<void> {
    const { lane, id } = this.#place;
    await db.executeSql('delete from degradation_lab.chunk where lane = $1 and id = $2 and name = $3', [
      lane,
      id,
      name,
    ]);
    if (text === null) return;
    await db.executeSql('insert into degradation_lab.chunk values ($1, $2, $3, 0, $4)', [
      lane,
      id,
      name,
      text,
    ]);
  }

  async #cut(db: Executor, name: RunTable, size: number): Promise<void> {
    const { lane, id } = this.#place;
    await db.executeSql(
      'delete from degradation_lab.chunk where lane = $1 and id = $2 and name = $3 and position >= $4',
      [lane, id, name, size],
    );
    this.#sizes.set(name, size);
  }

  /** `revision` counts up; followers look at it. */
  async #set(
    db: Executor,
    column: 'record' | 'checkpoint' | 'holder' | 'revision',
    value: unknown,
  ): Promise<void> {
    const { lane, id } = this.#place;
    const [set, values] = column === 'revision' ? ['revision + 1', []] : ['$3', [value]];
    await db.executeSql(`update degradation_lab.run set ${column} = ${set} where lane = $1 and id = $2`, [
      lane,
      id,
      ...values,
    ]);
  }

  #restore(sizes: ReadonlyMap<RunTable, number>): void {
    this.#sizes.clear();
    for (const [name, size] of sizes) this.#sizes.set(name, size);
  }
}

/** Whole tables and predictions of a run, by name. */
export async function textsOf(db: Executor, lane: string, id: string): Promise<Map<string, string>> {
  const { rows } = await db.executeSql(
    'select name, text from degradation_lab.chunk where lane = $1 and id = $2 order by name, position',
    [lane, id],
  );
  const texts = new Map<string, string>();
  for (const { name, text } of rows as { name: string; text: string }[]) {
    texts.set(name, (texts.get(name) ?? '') + text);
  }
  return texts;
}

/** Makes a new job of one that its worker gives up. */
export async function handBack(
  boss: Boss,
  db: Executor,
  lane: string,
  id: string,
  job: Attempt,
): Promise<void> {
  const { affected } = await boss.complete(lane, job, null, { db });
  if (affected !== 1) return;
  const { rows } = await db.executeSql(
    'select priority from degradation_lab.run where lane = $1 and id = $2',
    [lane, id],
  );
  const { priority } = rows[0] as { priority: number };
  const next = await boss.send(lane, { run: id }, { db, priority });
  await db.executeSql(
    'update degradation_lab.run set job = $3, holder = null, revision = revision + 1 where lane = $1 and id = $2',
    [lane, id, next],
  );
}

function textOf(record: RunRecord): string {
  return `${JSON.stringify(runRecordSchema.parse(record), null, 2)}\n`;
}
