import { Connection, isBroken } from '../queue/connection.ts';
import type { Attempt, Executor } from '../queue/types.ts';
import { LeaseLostError } from '../results/lease/lease.ts';
import { isDone } from '../results/run-folder.ts';
import { runRecordSchema } from '../results/schema.ts';
import { parseVersioned } from '../results/schema-version.ts';
import { HeldRow } from './held-row.ts';
import type { Claim, RunName, RunStore } from './run-store.ts';

/** A job of the queue, with which its worker may write the run. The address of the database is in the environment. */
export interface PostgresAddress {
  readonly type: 'postgres';
  readonly lane: string;
  readonly job: Attempt;
  /** Who trains, in words. */
  readonly holder: string;
}

/** Runs in a database: each is written by the holder of its job. */
export class PostgresStore implements RunStore {
  readonly #address: PostgresAddress;
  readonly #url: string;
  readonly #connection: Connection;

  constructor(address: PostgresAddress, url: string) {
    this.#address = address;
    this.#url = url;
    this.#connection = new Connection(url, 'degradation-lab worker');
  }

  async claim({ id }: RunName, arithmetic: string): Promise<Claim> {
    const { lane, job, holder } = this.#address;
    try {
      const boss = await this.#connection.boss();
      return await this.#connection.transaction<Claim>(async db => {
        const { record, begun } = await rowOf(db, lane, id);
        if (isDone(record)) {
          await boss.complete(lane, job, null, { db });
          return { type: 'ended', status: record.status };
        }
        const other = begun && record && record.engine.arithmetic !== arithmetic;
        if (other) await forget(db, lane, id);
        await db.executeSql(
          'update degradation_lab.run set holder = $3, revision = revision + 1 where lane = $1 and id = $2',
          [lane, id, holder],
        );
        // Last, since it holds up whoever looks for workers that are gone.
        const { affected } = await boss.touch(lane, job, { db });
        if (affected !== 1) throw new LeaseLostError('the job was given to another');
        const note = other
          ? `was begun with the arithmetic ${record.engine.arithmetic}; begins again with ${arithmetic}`
          : null;
        const held = new HeldRow(this.#connection, this.#url, { ...this.#address, id }, boss, {
          note,
          started: other ? null : (record?.started ?? null),
        });
        return { type: 'taken', run: held };
      });
    } catch (error) {
      if (error instanceof LeaseLostError) return { type: 'held' };
      if (isBroken(error)) {
        throw new LeaseLostError(`the database cannot be reached: ${(error as Error).message}`);
      }
      throw error;
    }
  }

  close(): Promise<void> {
    return this.#connection.close();
  }
}

async function rowOf(db: Executor, lane: string, id: string) {
  const { rows } = await db.executeSql(
    'select record, checkpoint is not null as begun from degradation_lab.run where lane = $1 and id = $2 for update',
    [lane, id],
  );
  const [row] = rows as { record: string | null; begun: boolean }[];
  if (!row) throw new Error(`there is no run ${id} in the lane ${lane} of the queue`);
  const record =
    row.record === null ? null : parseVersioned(row.record, runRecordSchema, `run ${id} of the queue`);
  return { record, begun: row.begun };
}

/** Removes all that a run has measured. */
async function forget(db: Executor, lane: string, id: string): Promise<void> {
  await db.executeSql('delete from degradation_lab.chunk where lane = $1 and id = $2', [lane, id]);
  await db.executeSql(
    'update degradation_lab.run set checkpoint = null, record = null where lane = $1 and id = $2',
    [lane, id],
  );
}
