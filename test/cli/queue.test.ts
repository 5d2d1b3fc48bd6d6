/* Submitters and workers as people start them, on a real Postgres; with a Node.js that pg-boss is made for. */
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import anyTest, { type ExecutionContext, type TestFn } from 'ava';
import { loadDataOnce } from '../../src/data/index.ts';
import { whyNoQueue } from '../../src/queue/packages.js';
import { ExperimentFolder } from '../../src/results/experiment-folder.ts';
import { executeRun } from '../../src/suite/execute-run.ts';
import { temporaryFolder } from '../data/fixtures.ts';
import { type Postgres, startPostgres, whyNoPostgres } from '../queue/postgres.ts';
import { fixedTables, until, workersOf } from '../suite/fixtures.ts';
import { contentsOf, root, smallRun } from './fixtures.ts';

const test = anyTest as TestFn<{ postgres: Postgres }>;

/** `QUEUE_NODE` names another one than this process has. */
const node = process.env.QUEUE_NODE ?? process.execPath;
const skipped = whyNoPostgres ?? (process.env.QUEUE_NODE ? null : whyNoQueue());
const serial = skipped ? test.serial.skip : test.serial;
const because = skipped ? `: skipped, ${skipped}` : '';

test.before(async t => {
  if (!skipped) t.context.postgres = await startPostgres();
});
test.after.always(t => t.context.postgres?.end());

function start(t: ExecutionContext, url: string, args: readonly string[]) {
  const child = spawn(node, ['src/cli.js', ...args], {
    cwd: root,
    env: { ...process.env, DEGRADATION_LAB_QUEUE: url, npm_lifecycle_event: undefined },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  t.teardown(() => child.kill('SIGKILL'));
  const told = { stdout: '', stderr: '' };
  child.stdout.on('data', text => {
    told.stdout += text;
  });
  child.stderr.on('data', text => {
    told.stderr += text;
  });
  const ended = new Promise<{ code: number | null; stdout: string; stderr: string }>(resolve => {
    child.on('close', code => resolve({ code, ...told }));
  });
  return { child, told, ended };
}

/** Tables of the same runs, trained in this process by nobody else. */
async function undisturbed(t: ExecutionContext, experiment: ExperimentFolder, ids: readonly string[]) {
  const folder = await temporaryFolder(t);
  for (const id of ids) {
    const { config, source } = (await experiment.run(id).readRecord())!;
    const task = {
      experiment: 'again',
      id,
      config,
      source,
      regularizerFiles: [],
      engine: 'wasm',
      threads: 1,
    } as const;
    await executeRun({ ...task, store: { type: 'folder', folder } }, loadDataOnce, () => {});
  }
  return new ExperimentFolder(folder, 'again');
}

serial(
  `workers train what was submitted, also after one was killed; the submitter has the bytes of an undisturbed run${because}`,
  async t => {
    const secret = 'hunter2';
    const url = (await t.context.postgres.database()).replace('postgres@', `postgres:${secret}@`);
    const folder = await temporaryFolder(t);
    const args = smallRun(folder, '--epochs', '12', '--queue', '--json');
    const submitter = start(t, url, args);
    await until(() => submitter.told.stdout.includes('are in the queue'));
    const work = ['work', '--engine', 'wasm', '--workers', '1', '--until-done', '--json'];
    const [victim, other] = [start(t, url, work), start(t, url, work)];
    await until(() => victim.told.stdout.includes('"epoch":2'));
    for (const pid of [victim.child.pid!, ...workersOf(victim.child.pid!)]) process.kill(pid, 'SIGKILL');
    // A second submitter of the same takes up following.
    const second = start(t, url, smallRun(await temporaryFolder(t), '--epochs', '12', '--queue', '--json'));
    for (const { ended } of [submitter, second, other]) t.like(await ended, { code: 0, stderr: '' });
    const experiment = new ExperimentFolder(join(folder, 'results'), 'plain-vs-residual');
    const ids = await experiment.runIds();
    t.is(ids.length, 2);
    const expected = await undisturbed(t, experiment, ids);
    for (const id of ids)
      t.deepEqual(await fixedTables(experiment.run(id).path), await fixedTables(expected.run(id).path));
    t.regex(await readFile(join(folder, 'reports/plain-vs-residual.html'), 'utf8'), /<html/);
    const everything = JSON.stringify([await contentsOf(folder), submitter.told, other.told, second.told]);
    t.false(everything.includes(secret));

    const status = await start(t, url, ['queue', 'status', '--json']).ended;
    t.like(JSON.parse(status.stdout), {
      experiment: 'plain-vs-residual',
      open: 0,
      runs: { finished: 2, failed: 0 },
    });
    const again = await start(t, url, args).ended;
    t.is(again.code, 0);
  },
);

serial(
  `a worker that slept while its run was given to another, and a database that crashed, leave the bytes of an undisturbed run${because}`,
  async t => {
    const { postgres } = t.context;
    const url = await postgres.database();
    const folder = await temporaryFolder(t);
    const submitter = start(t, url, smallRun(folder, '--epochs', '20', '--queue', '--json'));
    await until(() => submitter.told.stdout.includes('are in the queue'));
    const work = ['work', '--engine', 'wasm', '--workers', '1', '--until-done', '--json'];
    const [victim, other] = [start(t, url, work), start(t, url, work)];
    await until(() => victim.told.stdout.includes('"epoch":2') && other.told.stdout.includes('"epoch":1'));
    const [, asleep] = /"type":"run-started","run":"([^"]+)"/.exec(victim.told.stdout)!;
    const sleepers = [victim.child.pid!, ...workersOf(victim.child.pid!)];
    for (const pid of sleepers) process.kill(pid, 'SIGSTOP');
    await postgres.stop('immediate');
    await postgres.start();
    await until(() => other.told.stdout.includes(`"type":"run-started","run":"${asleep}"`));
    for (const pid of sleepers) process.kill(pid, 'SIGCONT');
    for (const { ended } of [submitter, victim, other]) t.like(await ended, { code: 0, stderr: '' });
    const experiment = new ExperimentFolder(join(folder, 'results'), 'plain-vs-residual');
    const ids = await experiment.runIds();
    t.is(ids.length, 2);
    const expected = await undisturbed(t, experiment, ids);
    for (const id of ids)
      t.deepEqual(await fixedTables(experiment.run(id).path), await fixedTables(expected.run(id).path));
  },
);

serial(
  `a worker of another arithmetic than that of the first is refused with a clear line${because}`,
  async t => {
    const url = await t.context.postgres.database();
    const folder = await temporaryFolder(t);
    const submitter = start(t, url, smallRun(folder, '--queue', '--arithmetic', 'wasm', '--json'));
    await until(() => submitter.told.stdout.includes('are in the queue'));
    const refused = await start(t, url, ['work', '--engine', 'cpu', '--until-done']).ended;
    t.is(refused.code, 2);
    t.regex(
      refused.stderr,
      /2 runs of plain-vs-residual are trained with the arithmetic wasm, and this machine computes with cpu-/,
    );
    const cancelled = await start(t, url, ['queue', 'cancel']).ended;
    t.is(cancelled.stdout, '2 runs: cancelled\n');
    t.is((await submitter.ended).code, 1);
    const retried = await start(t, url, ['queue', 'retry', 'plain-vs-residual']).ended;
    t.is(retried.stdout, '2 runs: in the queue again\n');
  },
);
