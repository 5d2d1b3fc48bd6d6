/* Submitters of a queue as people use them: they come and go, watch, and send code of their own. */
import { readdirSync, readFileSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import anyTest, { type TestFn } from 'ava';
import { Connection } from '../../src/queue/connection.ts';
import { ExperimentFolder } from '../../src/results/experiment-folder.ts';
import type { SuiteEvent } from '../../src/suite/events.ts';
import { temporaryFolder } from '../data/fixtures.ts';
import { type Postgres, startPostgres } from '../queue/postgres.ts';
import { fixedTables, signalTo, treeOf, until } from '../suite/fixtures.ts';
import { contentsOf, root, smallRun } from './fixtures.ts';
import { startQueued, undisturbed, whyNoQueueHere, work } from './queue-fixtures.ts';

const test = anyTest as TestFn<{ postgres: Postgres }>;

const serial = whyNoQueueHere ? test.serial.skip : test.serial;
const because = whyNoQueueHere ? `: skipped, ${whyNoQueueHere}` : '';
const SECRET = 'hunter2';

/** It writes down all that it is told, and by whom. */
const TALKATIVE = ['logging_collector=on', 'log_connections=on', 'log_statement=all', 'log_line_prefix=%a '];

test.before(async t => {
  if (!whyNoQueueHere) t.context.postgres = await startPostgres({ settings: TALKATIVE });
});
test.after.always(t => t.context.postgres?.end());

/** With a password, which a server that trusts this machine does not ask for. */
async function newQueue(postgres: Postgres): Promise<string> {
  return (await postgres.database()).replace('postgres@', `postgres:${SECRET}@`);
}

function eventsIn(stdout: string): SuiteEvent[] {
  const lines = stdout.slice(0, stdout.lastIndexOf('\n') + 1).split('\n');
  return lines.filter(Boolean).map(line => JSON.parse(line) as SuiteEvent);
}

/** What anybody on this machine can read of processes. */
function shownOf(pids: readonly number[]): string {
  const read = (path: string) => {
    try {
      return readFileSync(path, 'latin1');
    } catch {
      return '';
    }
  };
  return pids
    .flatMap(pid => [`/proc/${pid}/cmdline`, ...threadsOf(pid).map(id => `/proc/${pid}/task/${id}/comm`)])
    .map(read)
    .join('\n');
}

function threadsOf(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch {
    return [];
  }
}

serial(
  `Ctrl-C leaves runs to the workers, which take them seed by seed and the longest first; the same line takes up following${because}`,
  async t => {
    const url = await newQueue(t.context.postgres);
    const folder = await temporaryFolder(t);
    const plan = ['--kinds', 'residual', '--depths', '8,14', '--seeds', '2', '--epochs', '2'];
    const args = smallRun(folder, ...plan, '--queue', '--json');
    const first = startQueued(t, url, args);
    await until(() => first.told.stdout.includes('in the queue'));
    first.child.kill('SIGINT');
    const { code, stderr } = await first.ended;
    t.is(code, 130);
    t.regex(
      stderr,
      /^\nInterrupted; finished epochs are kept\. To go on:\n {2}npm run suite -- run .* --queue --json\n$/,
    );

    const worker = startQueued(t, url, work);
    await until(() => worker.told.stdout.includes('"type":"epoch"'));
    const second = startQueued(t, url, args);
    await until(() => second.told.stdout.includes('"type":"epoch"'));
    const shown = shownOf([...treeOf(worker.child.pid!), ...treeOf(second.child.pid!)]);
    t.true(shown.includes('worker.ts'));
    for (const { ended } of [worker, second]) t.like(await ended, { code: 0, stderr: '' });

    const trained = eventsIn(worker.told.stdout).filter(event => event.type === 'run-started');
    t.deepEqual(
      trained.map(({ config }) => [config.seed, config.depth]),
      [
        [1, 14],
        [1, 8],
        [2, 14],
        [2, 8],
      ],
    );
    const followed = eventsIn(second.told.stdout);
    const epochs = followed.flatMap(event => (event.type === 'epoch' ? [`${event.run} ${event.epoch}`] : []));
    t.deepEqual(
      epochs.sort(),
      trained.flatMap(({ run }) => [0, 1, 2].map(epoch => `${run} ${epoch}`)).sort(),
    );

    const experiment = new ExperimentFolder(join(folder, 'results'), 'plain-vs-residual');
    const ids = (await experiment.runIds()).sort();
    t.deepEqual(ids, trained.map(({ run }) => run).sort());
    const expected = await undisturbed(t, experiment, ids);
    for (const id of ids)
      t.deepEqual(await fixedTables(experiment.run(id).path), await fixedTables(expected.run(id).path));
    const logged = JSON.stringify(await contentsOf(join(t.context.postgres.data, 'log')));
    t.true(logged.includes('degradation-lab worker'), logged.slice(0, 2000));
    const everything = JSON.stringify([
      shown,
      logged,
      await contentsOf(folder),
      first.told,
      second.told,
      worker.told,
    ]);
    t.false(everything.includes(SECRET));
  },
);

serial(
  `the report of a queue is renewed in the browser as epochs come in from its workers${because}`,
  async t => {
    const url = await newQueue(t.context.postgres);
    const folder = await temporaryFolder(t);
    // Where no browser is found none is opened; nor is git, so that both have to do without.
    const env = { PATH: '/nowhere' };
    const submitter = startQueued(
      t,
      url,
      smallRun(folder, '--epochs', '20', '--queue', '--json', '--open'),
      env,
    );
    await until(() => submitter.told.stdout.includes('in the queue'));
    const worker = startQueued(t, url, work, env);
    await until(() => worker.told.stdout.includes('"epoch":2'));
    // Nothing ends while it sleeps; it loses its run by that, and takes it again.
    const asleep = treeOf(worker.child.pid!);
    for (const pid of asleep) signalTo(pid, 'SIGSTOP');
    const address = await until(
      () => /(http:\S+)plain-vs-residual\.html follows/.exec(submitter.told.stdout)?.[1],
    );
    t.false(eventsIn(submitter.told.stdout).some(event => event.type === 'run-ended'));
    t.regex(await (await fetch(`${address}plain-vs-residual.html`)).text(), /<html data-live/);
    const news = (await fetch(`${address}events`)).body!.pipeThrough(new TextDecoderStream());
    let heard = '';
    const listening = (async () => {
      for await (const text of news) heard += text;
      // Its server ends with the last run.
    })().catch(() => {});
    for (const pid of asleep) signalTo(pid, 'SIGCONT');
    await until(() => heard.includes('data: plain-vs-residual.html\n'));
    await listening;
    for (const { ended } of [worker, submitter]) t.like(await ended, { code: 0, stderr: '' });
  },
);

const OWN = `import { defineRegularizer } from '../../src/regularizers/regularizer.ts';

export default defineRegularizer({
  name: 'own',
  summary: 'looks between the blocks',
  parameters: {},
  hooks: () => ({ activations: x => x }),
});
`;

serial(`runs that need code of their submitter's wait for a worker that trusts it${because}`, async t => {
  const url = await newQueue(t.context.postgres);
  const folder = await temporaryFolder(t);
  // Within the project, from where it finds its imports, and where git does not look.
  const place = join(root, '.cache', basename(folder));
  await mkdir(place, { recursive: true });
  t.teardown(() => rm(place, { recursive: true, force: true }));
  const path = join(place, 'own.ts');
  await writeFile(path, OWN);
  const plan = ['--kinds', 'residual', '--epochs', '1', '--regularizer', path];
  const submitter = startQueued(t, url, smallRun(folder, ...plan, '--queue', '--json'));
  await until(() => submitter.told.stdout.includes('in the queue'));
  // It travels by its content.
  await rm(path);
  const careful = await startQueued(t, url, work).ended;
  t.is(careful.code, 0);
  const reason =
    /1 run of plain-vs-residual is not to be had without code that was sent along: --trust-code runs it here/;
  t.regex(careful.stdout, reason);
  const refused = await startQueued(t, url, work).ended;
  t.is(refused.code, 2);
  t.regex(refused.stderr, reason);
  const trusting = startQueued(t, url, [...work, '--trust-code']);
  for (const { ended } of [trusting, submitter]) t.like(await ended, { code: 0, stderr: '' });
  const experiment = new ExperimentFolder(join(folder, 'results'), 'plain-vs-residual');
  const runs = await experiment.readRuns(await experiment.runIds());
  t.deepEqual(runs.map(({ record }) => record.config.regularizers.map(({ name }) => name)).sort(), [
    [],
    ['own'],
  ]);
  for (const { record } of runs) t.is(record.status, 'finished');
  const connection = new Connection(url, 'test');
  t.teardown(() => connection.close());
  t.deepEqual(
    await connection.query('select convert_from(content, $1) as content from degradation_lab.file', ['utf8']),
    [{ content: OWN }],
  );
});
