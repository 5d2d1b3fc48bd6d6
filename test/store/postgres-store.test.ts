import test, { type ExecutionContext } from 'ava';
import { Connection } from '../../src/queue/connection.ts';
import { laneOf, submit } from '../../src/queue/lane.ts';
import { createTables } from '../../src/queue/tables.ts';
import { isDone } from '../../src/results/run-folder.ts';
import { textsOf } from '../../src/store/held-row.ts';
import { PostgresStore } from '../../src/store/postgres-store.ts';
import type { RunName, RunStore } from '../../src/store/run-store.ts';
import { type Postgres, startPostgres, whyNoPostgres } from '../queue/postgres.ts';
import { id, record } from '../results/fixtures.ts';
import { keepsItsPromises, type Place } from './contract.ts';

let postgres: Postgres;

if (whyNoPostgres) {
  test.skip(`postgres: skipped, ${whyNoPostgres}`, () => {});
} else {
  test.before(async () => {
    postgres = await startPostgres();
  });
  test.after.always(() => postgres.end());
  keepsItsPromises('postgres', openPlace);
}

const VERSION = 'abc';

/** A database with one run of two experiments each, and no time between two attempts. */
async function openPlace(t: ExecutionContext): Promise<Place> {
  const url = await postgres.database();
  const connection = new Connection(url, 'test', true);
  t.teardown(() => connection.close());
  await createTables(url);
  const config = JSON.stringify(record().config);
  for (const experiment of ['tiny', 'other']) {
    const submission = { experiment, version: VERSION, runs: [{ id, config, files: [] }], files: [] };
    await submit(connection, submission, { retryDelay: 0, retryBackoff: false });
  }
  const lane = ({ experiment }: RunName) => laneOf(experiment, VERSION);

  async function taken(run: RunName): Promise<RunStore | null> {
    const boss = await connection.boss();
    const [job] = await boss.fetch(lane(run), { includeMetadata: true, batchSize: 1 });
    if (!job) return null;
    const { id: jobId, retryCount } = job;
    const address = {
      type: 'postgres' as const,
      lane: lane(run),
      job: { id: jobId, retryCount },
      startedOn: new Date().toISOString(),
      holder: 'test',
    };
    const store = new PostgresStore(address, url);
    t.teardown(() => store.close());
    return store;
  }
  /** As a worker does: asks the queue for a job, and then takes the run. */
  const worker: RunStore = {
    async claim(run, arithmetic) {
      const store = await taken(run);
      if (store) return store.claim(run, arithmetic);
      const [row] = await connection.query<{ record: string | null }>(
        'select record from degradation_lab.run where lane = $1 and id = $2',
        [lane(run), run.id],
      );
      const known = row?.record ? JSON.parse(row.record) : null;
      return isDone(known) ? { type: 'ended', status: known.status } : { type: 'held' };
    },
    close: async () => {},
  };
  return {
    worker: async () => worker,
    async challenger(run) {
      await connection.query(
        `update degradation_lab_jobs.job set heartbeat_on = now() - interval '1 hour' where name = $1 and state = 'active'`,
        [lane(run)],
      );
      await (await connection.boss()).supervise(lane(run));
      return worker;
    },
    async contents(run) {
      const texts = await textsOf(connection, lane(run), run.id);
      const [row] = await connection.query<{ record: string | null }>(
        'select record from degradation_lab.run where lane = $1 and id = $2',
        [lane(run), run.id],
      );
      const tables = Object.fromEntries([...texts].map(([name, text]) => [`${name}.csv`, text]));
      return { ...tables, ...(row?.record && { 'run.json': row.record }) };
    },
    async damageCheckpoint(run) {
      await connection.query(
        'update degradation_lab.run set checkpoint = set_byte(checkpoint, 100, 255 - get_byte(checkpoint, 100)) where lane = $1 and id = $2',
        [lane(run), run.id],
      );
    },
    async shortenTables(run) {
      await connection.query(
        `delete from degradation_lab.chunk where lane = $1 and id = $2 and name = 'gradients'`,
        [lane(run), run.id],
      );
    },
  };
}
