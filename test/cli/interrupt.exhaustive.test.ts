import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import test, { type ExecutionContext } from 'ava';
import { loadDataOnce } from '../../src/data/index.ts';
import { ExperimentFolder } from '../../src/results/experiment-folder.ts';
import { look } from '../../src/results/lease/protocol.ts';
import type { SuiteEvent } from '../../src/suite/events.ts';
import { executeRun } from '../../src/suite/execute-run.ts';
import { temporaryFolder } from '../data/fixtures.ts';
import { fixedTables, isAlive, isMentioned, until, workersOf } from '../suite/fixtures.ts';
import { root, run, type Suite, smallRun, start } from './fixtures.ts';

/** By run and name. */
type Tables = Record<string, Record<string, string>>;

/** Long enough that nothing ends before it is to be interrupted. */
function longRun(folder: string, ...more: string[]): string[] {
  return smallRun(folder, '--epochs', '8', ...more);
}

function experimentIn(folder: string): ExperimentFolder {
  return new ExperimentFolder(join(folder, 'results'), 'plain-vs-residual');
}

/** Runs that somebody holds. */
async function leasesIn(folder: string): Promise<string[]> {
  const experiment = experimentIn(folder);
  const ids = await experiment.runIds();
  const held = await Promise.all(ids.map(async id => (await look(experiment.run(id).path)) && id));
  return held.filter(id => id !== null);
}

/** Tables to be compared, of all runs. */
async function tablesIn(folder: string): Promise<Tables> {
  const experiment = experimentIn(folder);
  const ids = await experiment.runIds();
  const entries = ids.map(async id => [id, await fixedTables(experiment.run(id).path)] as const);
  return Object.fromEntries(await Promise.all(entries));
}

/** Resolves with the id of the first run when that has epochs to lose and is in the middle of the next. */
async function underWay({ events, ended }: Suite, after = 1): Promise<string> {
  const found = () =>
    events.find(event => event.type === 'epoch' && event.run === firstRun(events) && event.epoch === after);
  const early = ended.then(({ code, stderr }) => {
    throw new Error(`ended early with exit code ${code}: ${stderr}`);
  });
  await Promise.race([until(found), early]);
  return firstRun(events)!;
}

function firstRun(events: readonly SuiteEvent[]): string | undefined {
  const plan = events.find(event => event.type === 'plan');
  return plan?.runs[0]?.id;
}

/** After which epoch a run went on; undefined if it was not trained at all. */
function resumedAt(events: readonly SuiteEvent[], id: string): number | undefined {
  return events.filter(event => event.type === 'run-started').find(({ run }) => run === id)?.epoch;
}

/** The tables that these runs have when nobody interrupts them: trained again, in this process. */
async function uninterrupted(t: ExecutionContext, experiment: ExperimentFolder): Promise<Tables> {
  const resultsFolder = await temporaryFolder(t);
  const entries = (await experiment.runIds()).map(async id => {
    const { config, source } = (await experiment.run(id).readRecord())!;
    const store = { type: 'folder', folder: resultsFolder } as const;
    const task = { experiment: 'again', id, config, store, source, regularizerFiles: [] };
    await executeRun({ ...task, engine: 'wasm', threads: 1 }, loadDataOnce, () => {});
    return [id, await fixedTables(new ExperimentFolder(resultsFolder, 'again').run(id).path)] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

test.serial('on Ctrl-C it ends at once with exit code 130, and the line that it prints goes on', async t => {
  const folder = await temporaryFolder(t);
  const suite = start(longRun(folder, '--kinds', 'residual', '--json', '--fresh'));
  const id = await underWay(suite);
  const workers = workersOf(suite.child.pid!);
  t.is(workers.length, 1);
  suite.child.kill('SIGINT');
  // npm forwards the signal that the terminal has sent already.
  suite.child.kill('SIGINT');
  const { code, stderr } = await suite.ended;
  t.is(code, 130);
  const [, line] = stderr.match(/^\nInterrupted; finished epochs are kept\. To go on:\n {2}(.+)\n$/)!;
  t.regex(line!, /^npm run suite -- run plain-vs-residual --preset smoke .* --json$/);
  await until(() => !workers.some(isAlive));
  t.deepEqual(await leasesIn(folder), []);

  const { stdout } = await promisify(execFile)('sh', ['-c', line!], { cwd: root });
  const events = stdout.split('\n').flatMap(text => (text.startsWith('{') ? [JSON.parse(text)] : []));
  t.true(resumedAt(events, id)! >= 1, 'begun again instead of resumed');
  t.deepEqual(await tablesIn(folder), await uninterrupted(t, experimentIn(folder)));
});

const resumeLine = /^\nInterrupted; finished epochs are kept\. To go on:\n {2}(npm run suite -- run .+)\n$/;

const furtherSignals = [
  ['suite', 'SIGTERM'],
  ['worker', 'SIGTERM'],
  ['suite', 'SIGUSR2'],
  ['worker', 'SIGHUP'],
] as const;

test.serial('any signal, to the suite or to a worker, ends all in good order; no debugger opens', async t => {
  const folder = await temporaryFolder(t);
  const pairs = [
    ['suite', 'SIGUSR1'],
    ['worker', 'SIGUSR1'],
    ['suite', 'SIGHUP'],
    ...furtherSignals,
  ] as const;
  for (const [index, [target, signal]] of pairs.entries()) {
    const suite = start(longRun(folder, '--kinds', 'residual', '--json'));
    const id = await underWay(suite, index + 1);
    const [worker] = workersOf(suite.child.pid!);
    process.kill(target === 'suite' ? suite.child.pid! : worker!, signal);
    const { code, stderr } = await suite.ended;
    t.is(code, 130, `${signal} to the ${target}`);
    // Node.js would say "Debugger listening on …" there.
    t.regex(stderr, resumeLine);
    t.false(isAlive(worker!));
    t.like(await experimentIn(folder).run(id).readRecord(), { status: 'running' });
  }
  t.like(await run(longRun(folder, '--kinds', 'residual', '--quiet')), { code: 0, stderr: '' });
  t.deepEqual(await tablesIn(folder), await uninterrupted(t, experimentIn(folder)));
});

test.serial('a SIGUSR1 that comes before anything is loaded ends the suite, too', async t => {
  const early =
    'data:text/javascript,process.kill(process.pid,"SIGUSR1");await new Promise(r=>setTimeout(r,500))';
  const folder = await temporaryFolder(t);
  const { code, stderr } = await run(longRun(folder), {
    nodeArguments: ['--inspect-port=127.0.0.1:0', '--import', early],
  });
  t.is(code, 130);
  t.regex(stderr, /^Debugger listening on .+\n(.+\n)*\nInterrupted; finished epochs are kept/);
  t.deepEqual(await experimentIn(folder).runIds(), []);
});

test.serial('when npm is told to end, so does the suite', async t => {
  const folder = await temporaryFolder(t);
  const npm = spawn(
    'npm',
    ['run', 'suite', '--', ...longRun(folder, '--kinds', 'residual', '--epochs', '80')],
    {
      cwd: root,
      stdio: 'ignore',
    },
  );
  const id = await until(async () => (await experimentIn(folder).runIds())[0]);
  const table = experimentIn(folder).run(id).file('epochs.csv');
  await until(async () => (await readFile(table, 'utf8').catch(() => '')).split('\n').length > 3);
  npm.kill('SIGTERM');
  await once(npm, 'exit');
  await until(() => !isMentioned(folder));
  t.like(await experimentIn(folder).run(id).readRecord(), { status: 'running' });
});

test.serial('when the suite is killed, workers end by themselves and the next start goes on', async t => {
  const folder = await temporaryFolder(t);
  const suite = start(longRun(folder, '--kinds', 'residual', '--json'));
  const id = await underWay(suite);
  const workers = workersOf(suite.child.pid!);
  t.is(workers.length, 1);
  suite.child.kill('SIGKILL');
  await suite.ended;
  await until(() => !workers.some(isAlive));
  t.deepEqual(await leasesIn(folder), []);

  const next = start(longRun(folder, '--kinds', 'residual', '--json'));
  t.like(await next.ended, { code: 0, stderr: '' });
  t.true(resumedAt(next.events, id)! >= 1, 'begun again instead of resumed');
  t.deepEqual(await tablesIn(folder), await uninterrupted(t, experimentIn(folder)));
});

test.serial(
  'when one worker is killed the other run finishes, with exit code 1; the next start resumes',
  async t => {
    const folder = await temporaryFolder(t);
    const suite = start(longRun(folder, '--json'));
    const id = await underWay(suite);
    // The first run has the oldest worker.
    process.kill(workersOf(suite.child.pid!)[0]!, 'SIGKILL');
    t.like(await suite.ended, { code: 1, stderr: '' });
    t.deepEqual(await leasesIn(folder), []);
    const experiment = experimentIn(folder);
    const runs = await experiment.readRuns(await experiment.runIds());
    for (const { record } of runs) t.is(record.status, record.id === id ? 'failed' : 'finished');
    t.is(runs.length, 2);
    t.is((await experiment.run(id).readRecord())?.error, 'the worker process was killed by SIGKILL');

    const { code, stdout, stderr } = await run(longRun(folder));
    t.is(code, 0);
    t.is(stdout, '');
    t.regex(stderr, /: 2 runs, 1 of them done; /);
    t.regex(stderr, new RegExp(`^${id} goes on after epoch \\d`, 'm'));
    t.deepEqual(await tablesIn(folder), await uninterrupted(t, experiment));
  },
);
