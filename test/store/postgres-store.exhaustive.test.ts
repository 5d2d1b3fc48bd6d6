import test, { type ExecutionContext } from 'ava';
import { retryRuns, statusOf } from '../../src/queue/administer.ts';
import { Connection } from '../../src/queue/connection.ts';
import { laneOf, submit } from '../../src/queue/lane.ts';
import { createTables } from '../../src/queue/tables.ts';
import { LeaseLostError } from '../../src/results/lease/lease.ts';
import { isDone } from '../../src/results/run-folder.ts';
import { PostgresStore } from '../../src/store/postgres-store.ts';
import { textsOf } from '../../src/store/run-rows.ts';
import type { HeldRun, RunName, RunStore } from '../../src/store/run-store.ts';
import { type Postgres, startPostgres, whyNoPostgres } from '../queue/postgres.ts';
import { id, record } from '../results/fixtures.ts';
import { until } from '../suite/fixtures.ts';
import { ARITHMETIC, keepsItsPromises, type Place, rowsAt, run, running, snapshotAt } from './contract.ts';

let postgres: Postgres;

if (whyNoPostgres) {
  test.skip(`postgres: skipped, ${whyNoPostgres}`, () => {});
} else {
  test.before(async () => {
    postgres = await startPostgres();
  });
  test.after.always(() => postgres.end());
  keepsItsPromises('postgres', openPlace);
  leavesNothingToChance();
}

const VERSION = 'abc';

/** A database with one run of two experiments each, and no time between two attempts. */
async function openPlace(t: ExecutionContext): Promise<Place & { readonly connection: Connection }> {
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
    connection,
    worker: async () => worker,
    async challenger(run) {
      const boss = await connection.boss();
      // It looks no more often than once a second, and whoever holds the run gives signs of life in between.
      await until(async () => {
        await connection.query(
          `update degradation_lab_jobs.job set heartbeat_on = now() - interval '1 hour' where name = $1 and state = 'active'`,
          [lane(run)],
        );
        await boss.supervise(lane(run));
        const active = await connection.query(
          `select 1 from degradation_lab_jobs.job where name = $1 and state = 'active'`,
          [lane(run)],
        );
        return active.length === 0;
      });
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

/** What jobs do that leases do not. */
function leavesNothingToChance(): void {
  const taken = async (t: ExecutionContext, worker: RunStore): Promise<HeldRun> => {
    const claim = await worker.claim(run, ARITHMETIC);
    if (claim.type !== 'taken') throw new Error(`expected to take the run; it is ${claim.type}`);
    t.teardown(() => claim.run.release());
    return claim.run;
  };
  const jobOf = async (connection: Connection) => {
    const [job] = await connection.query<{ state: string; retry_count: number; priority: number }>(
      `select state::text, retry_count, job.priority from degradation_lab_jobs.job
       join degradation_lab.run on run.job = job.id where run.lane = $1`,
      [laneOf(run.experiment, VERSION)],
    );
    return job!;
  };
  const hasCheckpoint = async (connection: Connection) => {
    const [row] = await connection.query<{ kept: boolean }>(
      'select checkpoint is not null as kept from degradation_lab.run where lane = $1',
      [laneOf(run.experiment, VERSION)],
    );
    return row!.kept;
  };

  test.serial(
    'postgres: a run that takes longer than a job may goes on as another from its last epoch, which is no crash',
    async t => {
      const { worker, connection } = await openPlace(t);
      const before = await jobOf(connection);
      const first = await taken(t, await worker());
      await first.load();
      await first.keep({ record: running });
      process.env.DEGRADATION_LAB_HAND_ON_SECONDS = '0';
      t.teardown(() => {
        delete process.env.DEGRADATION_LAB_HAND_ON_SECONDS;
      });
      // In the middle of an epoch there would be something to lose.
      await first.keep({ rows: [rowsAt(0)[1]!] });
      const kept = first.keep({ rows: [rowsAt(0)[0]!], snapshot: snapshotAt(0) });
      await t.throwsAsync(kept, { instanceOf: LeaseLostError, message: /^is handed on/ });
      await first.release();
      t.deepEqual(await jobOf(connection), before);
      const second = await taken(t, await worker());
      t.deepEqual((await second.load()).snapshot, snapshotAt(0));
    },
  );

  test.serial(
    'postgres: after repeated crashes a run is given up and set apart, until somebody asks for it again',
    async t => {
      const place = await openPlace(t);
      const { connection } = place;
      const held = await taken(t, await place.worker());
      await held.load();
      await held.keep({ record: running });
      await held.keep({ rows: rowsAt(0), snapshot: snapshotAt(0) });
      for (let crash = 1; crash <= 5; crash++) await taken(t, await place.challenger(run));
      t.like(await jobOf(connection), { state: 'active', retry_count: 5 });
      const worker = await place.challenger(run);
      t.deepEqual(await worker.claim(run, ARITHMETIC), { type: 'held' });
      t.is((await jobOf(connection)).state, 'failed');
      const [status] = (await statusOf(connection)).filter(({ experiment }) => experiment === run.experiment);
      t.like(status, { open: 0, runs: { failed: 1, waiting: 0, training: 0 } });
      const given = await connection.query(
        `select data from degradation_lab_jobs.job where name = 'given-up'`,
      );
      t.deepEqual(given, [{ data: { run: run.id } }]);

      t.is(await retryRuns(connection, [run.experiment]), 1);
      t.like(await jobOf(connection), { state: 'created', retry_count: 0 });
      t.deepEqual((await (await taken(t, worker)).load()).snapshot, snapshotAt(0));
    },
  );

  for (const status of ['finished', 'diverged', 'failed'] as const) {
    test.serial(
      `postgres: a run that has ${status} ${status === 'failed' ? 'keeps' : 'drops'} its checkpoint`,
      async t => {
        const { worker, connection } = await openPlace(t);
        const held = await taken(t, await worker());
        await held.load();
        await held.keep({ record: running });
        await held.keep({ rows: rowsAt(0), snapshot: snapshotAt(0) });
        t.true(await hasCheckpoint(connection));
        await held.finish({ ...running, status, finished: 'then' });
        t.is(await hasCheckpoint(connection), status === 'failed');
      },
    );
  }
}
