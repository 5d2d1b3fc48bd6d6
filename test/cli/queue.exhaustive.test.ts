/* Submitters and workers as people start them, on a real Postgres; with a Node.js that pg-boss is made for. */
import { readFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import anyTest, { type TestFn } from 'ava';
import { Connection } from '../../src/queue/connection.ts';
import { ExperimentFolder } from '../../src/results/experiment-folder.ts';
import { temporaryFolder } from '../data/fixtures.ts';
import { type Postgres, startPostgres } from '../queue/postgres.ts';
import { fixedTables, until, workersOf } from '../suite/fixtures.ts';
import { contentsOf, smallRun } from './fixtures.ts';
import { startQueued, undisturbed, whyNoQueueHere, work } from './queue-fixtures.ts';

const test = anyTest as TestFn<{ postgres: Postgres }>;

const serial = whyNoQueueHere ? test.serial.skip : test.serial;
const because = whyNoQueueHere ? `: skipped, ${whyNoQueueHere}` : '';

test.before(async t => {
  if (!whyNoQueueHere) t.context.postgres = await startPostgres();
});
test.after.always(t => t.context.postgres?.end());

serial(
  `workers train what was submitted, also after one was killed; the submitter has the bytes of an undisturbed run${because}`,
  async t => {
    const secret = 'hunter2';
    const url = (await t.context.postgres.database()).replace('postgres@', `postgres:${secret}@`);
    const folder = await temporaryFolder(t);
    const args = smallRun(folder, '--epochs', '12', '--queue', '--json');
    const submitter = startQueued(t, url, args);
    await until(() => submitter.told.stdout.includes('in the queue'));
    const [victim, other] = [startQueued(t, url, work), startQueued(t, url, work)];
    await until(() => victim.told.stdout.includes('"epoch":2'));
    for (const pid of [victim.child.pid!, ...workersOf(victim.child.pid!)]) process.kill(pid, 'SIGKILL');
    // A second submitter of the same takes up following.
    const second = startQueued(
      t,
      url,
      smallRun(await temporaryFolder(t), '--epochs', '12', '--queue', '--json'),
    );
    for (const { ended } of [submitter, second, other]) t.like(await ended, { code: 0, stderr: '' });
    t.is(submitter.told.stdout.match(/"type":"run-started"/g)?.length, 2);
    const experiment = new ExperimentFolder(join(folder, 'results'), 'plain-vs-residual');
    const ids = await experiment.runIds();
    t.is(ids.length, 2);
    const expected = await undisturbed(t, experiment, ids);
    for (const id of ids)
      t.deepEqual(await fixedTables(experiment.run(id).path), await fixedTables(expected.run(id).path));
    t.regex(await readFile(join(folder, 'reports/plain-vs-residual.html'), 'utf8'), /<html/);
    const everything = JSON.stringify([await contentsOf(folder), submitter.told, other.told, second.told]);
    t.false(everything.includes(secret));

    const status = await startQueued(t, url, ['queue', 'status', '--json']).ended;
    t.like(JSON.parse(status.stdout), {
      experiment: 'plain-vs-residual',
      open: 0,
      runs: { finished: 2, failed: 0 },
    });
    const again = await startQueued(t, url, args).ended;
    t.is(again.code, 0);
  },
);

serial(
  `a worker that is interrupted puts its run back at once, which counts as no crash${because}`,
  async t => {
    const url = await t.context.postgres.database();
    const submitter = startQueued(
      t,
      url,
      smallRun(await temporaryFolder(t), '--kinds', 'residual', '--epochs', '40', '--queue', '--json'),
    );
    await until(() => submitter.told.stdout.includes('in the queue'));
    const connection = new Connection(url, 'test');
    t.teardown(() => connection.close());
    const job = async () => {
      const [row] = await connection.query(
        `select state::text, retry_count as retries, holder from degradation_lab.run
         join degradation_lab_jobs.job on job.id = run.job`,
      );
      return row!;
    };
    // Either process may be told: a service manager tells all.
    for (const whom of ['worker', 'what trains'] as const) {
      const worker = startQueued(t, url, work);
      await until(() => worker.told.stdout.includes('"type":"epoch"'));
      t.like(await job(), { state: 'active', holder: `process ${worker.child.pid} on ${hostname()}` });
      const [training] = workersOf(worker.child.pid!);
      process.kill(whom === 'worker' ? worker.child.pid! : training!, 'SIGTERM');
      t.is((await worker.ended).code, 130, whom);
      t.deepEqual(await job(), { state: 'created', retries: 0, holder: null }, whom);
    }
  },
);

serial(
  `a worker of another arithmetic than that of the first is refused with a clear line${because}`,
  async t => {
    const url = await t.context.postgres.database();
    const folder = await temporaryFolder(t);
    const submitter = startQueued(t, url, smallRun(folder, '--queue', '--arithmetic', 'wasm', '--json'));
    await until(() => submitter.told.stdout.includes('in the queue'));
    const refused = await startQueued(t, url, ['work', '--engine', 'cpu', '--until-done']).ended;
    t.is(refused.code, 2);
    t.regex(
      refused.stderr,
      /2 runs of plain-vs-residual are trained with the arithmetic wasm, and this machine computes with cpu-/,
    );
    const cancelled = await startQueued(t, url, ['queue', 'cancel']).ended;
    t.is(cancelled.stdout, '2 runs: cancelled\n');
    t.is((await submitter.ended).code, 1);
    const retried = await startQueued(t, url, ['queue', 'retry', 'plain-vs-residual']).ended;
    t.is(retried.stdout, '2 runs: in the queue again\n');
  },
);

serial(`a worker that has nothing to train says once that it waits${because}`, async t => {
  const url = await t.context.postgres.database();
  t.is((await startQueued(t, url, ['queue', 'init']).ended).code, 0);
  const worker = startQueued(t, url, ['work', '--engine', 'cpu', '--workers', '2']);
  await until(() => worker.told.stderr.includes('waiting for runs'));
  const submitter = startQueued(
    t,
    url,
    smallRun(await temporaryFolder(t), '--kinds', 'residual', '--queue', '--json'),
  );
  t.is((await submitter.ended).code, 0);
  await until(() => worker.told.stderr.split('waiting for runs').length === 3);
  worker.child.kill('SIGINT');
  t.is((await worker.ended).code, 130);
});
