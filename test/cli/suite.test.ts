import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import anyTest, { type TestFn } from 'ava';
import { z } from 'zod';
import plainVsResidual from '../../experiments/plain-vs-residual.ts';
import { fromText } from '../../src/results/csv.ts';
import { ExperimentFolder } from '../../src/results/experiment-folder.ts';
import { requiredTables } from '../../src/results/run-folder.ts';
import {
  claimResultSchema,
  planSchema,
  RESULTS_SCHEMA,
  runRecordSchema,
  runTables,
  summaryRowSchema,
} from '../../src/results/schema.ts';
import { runConfigSchema } from '../../src/run/config.ts';
import { runId } from '../../src/run/id.ts';
import { exhaustivelyOf } from '../exhaustive.ts';
import { fixedTables, until } from '../suite/fixtures.ts';
import { contentsOf, isClear, runHere, smallRun, start } from './fixtures.ts';

/** One suite, run once, that the tests below look at and run again, in their order. */
const test = anyTest as TestFn<{ folder: string; experiment: ExperimentFolder; ids: string[]; plan: string }>;

test.before(async t => {
  const folder = await mkdtemp(join(tmpdir(), 'degradation-lab-test-'));
  const experiment = new ExperimentFolder(join(folder, 'results'), 'plain-vs-residual');
  t.context = { folder, experiment, ids: [], plan: '' };
  const suite = start(smallRun(folder, '--json'));
  const { code, stderr } = await suite.ended;
  if (code !== 0) throw new Error(stderr);
  const { name, runs } = (await experiment.readPlan())!;
  t.context.plan = name;
  t.context.ids = runs.map(({ id }) => id);
});

test.after.always(t => rm(t.context.folder, { recursive: true, force: true }));

test.serial('a suite leaves exactly the files that are described', async t => {
  const { folder, ids, plan } = t.context;
  const ofRun = [
    'checkpoint/state.bin',
    'lease-1.json',
    'predictions.csv',
    'run.json',
    // This experiment asks for no probe.
    ...requiredTables.map(table => `${table}.csv`),
  ];
  const expected = [
    ...['index.html', 'plain-vs-residual.html', `plain-vs-residual/${plan}.html`].map(
      name => `reports/${name}`,
    ),
    'reports/plain-vs-residual/summary.json',
    ...['claims.json', 'plan.json', 'summary.csv'].flatMap(name =>
      ['', `plans/${plan}/`].map(place => `results/plain-vs-residual/${place}${name}`),
    ),
    ...ids.flatMap(id => ofRun.map(name => `results/plain-vs-residual/${id}/${name}`)),
  ];
  const found = Object.keys(await contentsOf(folder)).map(path => path.slice(folder.length + 1));
  t.deepEqual(found, expected.sort());
});

test.serial('every file that it leaves fits its schema', async t => {
  const { experiment, ids } = t.context;
  const text = (name: string) => readFile(join(experiment.path, name), 'utf8');
  const plan = planSchema.parse(JSON.parse(await text('plan.json')));
  t.like(plan, { experiment: 'plain-vs-residual', preset: 'smoke' });
  t.regex(plan.command, /^npm run suite -- run plain-vs-residual --preset smoke /);
  const claims = z.array(claimResultSchema).parse(JSON.parse(await text('claims.json')));
  t.true(claims.length > 0);
  const summary = fromText(summaryRowSchema, await text('summary.csv'), 'summary.csv');
  t.deepEqual(
    summary.map(row => row.run_id),
    ids,
  );
  for (const id of ids) {
    const record = runRecordSchema.parse(JSON.parse(await text(`${id}/run.json`)));
    t.like(record, { id, experiment: 'plain-vs-residual', status: 'finished' });
    t.is(runId(runConfigSchema.parse(record.config)), id);
    for (const name of requiredTables) {
      const rows = fromText(
        runTables[name] as z.ZodObject<z.core.$ZodShape>,
        await text(`${id}/${name}.csv`),
        name,
      );
      t.deepEqual([...new Set(rows.map(row => row.epoch))], [0, 1, 2, 3, 4]);
    }
  }
});

test.serial('the summary repeats the last row of each run', async t => {
  const { experiment, ids } = t.context;
  for (const run of await experiment.readRuns(ids)) {
    const row = fromText(
      summaryRowSchema,
      await readFile(join(experiment.path, 'summary.csv'), 'utf8'),
      'summary.csv',
    ).find(candidate => candidate.run_id === run.record.id);
    const { epoch, train_error_pct, test_error_pct } = run.epochs.at(-1)!;
    t.like(row, { epochs: epoch, train_error_pct, test_error_pct, parameters: run.record.parameters });
  }
});

test.serial('no wall-clock time and nothing of this machine is in the tables to be compared', async t => {
  const { experiment, ids, folder } = t.context;
  for (const id of ids) {
    for (const text of Object.values(await fixedTables(experiment.run(id).path))) {
      t.notRegex(text, /second|20\d\d-\d\d/);
      t.false(text.includes(folder));
    }
  }
});

test.serial('finished runs are not trained again and not touched; --quiet has nothing to say', async t => {
  const { folder, experiment, ids } = t.context;
  const times = () =>
    Promise.all(
      ids.flatMap(id =>
        ['run.json', 'epochs.csv', 'checkpoint/state.bin'].map(
          async name => (await stat(experiment.run(id).file(name))).mtimeMs,
        ),
      ),
    );
  const [before, timesBefore] = [await contentsOf(join(folder, 'results')), await times()];
  const ended = await runHere(smallRun(folder, '--quiet'));
  t.deepEqual(ended, { code: 0, stdout: '', stderr: '' });
  t.deepEqual(await times(), timesBefore);
  const after = await contentsOf(join(folder, 'results'));
  for (const path of Object.keys(before).filter(name => !name.endsWith('plan.json')))
    t.is(after[path], before[path], path);
});

exhaustivelyOf(test)(
  '--fresh trains again, and one worker measures what two did; --json tells it line by line',
  async t => {
    const { folder, experiment, ids } = t.context;
    const tables = () => Promise.all(ids.map(id => fixedTables(experiment.run(id).path)));
    const before = await tables();
    // Tables that were not written again would keep this.
    await writeFile(experiment.run(ids[0]!).file('epochs.csv'), 'left from earlier');
    const suite = start(smallRun(folder, '--json', '--fresh', '--yes', '--workers', '1'));
    const { code, stdout, stderr } = await suite.ended;
    t.is(code, 0);
    t.is(stderr, '');
    t.true(stdout.endsWith('\n'));
    const [plan] = suite.events;
    t.like(plan, { type: 'plan', workers: 1, preset: 'smoke' });
    t.deepEqual(
      plan?.type === 'plan' && plan.runs.map(({ id, done }) => [id, done]),
      ids.map(id => [id, false]),
    );
    const told = (type: string) => suite.events.filter(event => event.type === type);
    t.deepEqual(
      told('run-started').map(event => 'run' in event && event.run),
      ids,
    );
    t.is(told('epoch').length, 2 * 5);
    t.true(told('run-ended').every(event => event.type === 'run-ended' && event.status === 'finished'));
    t.true(told('report').length > 0);
    t.deepEqual(await tables(), before);
  },
);

test.serial('--fresh replaces nothing unasked', async t => {
  const { folder } = t.context;
  const before = await contentsOf(folder);
  const ended = await runHere(smallRun(folder, '--fresh'));
  t.is(ended.code, 2);
  isClear(t, ended);
  t.regex(
    ended.stderr,
    /--fresh would replace 2 finished runs, \d+ s of training\. Add --yes to do so, or leave/,
  );
  t.deepEqual(await contentsOf(folder), before);
});

exhaustivelyOf(test)(
  'what --fresh replaces is kept until its successor has finished, interrupted or not',
  async t => {
    const { folder, experiment, ids } = t.context;
    const replaced = () => readdir(join(experiment.path, 'replaced')).catch(() => []);
    const tables = () => Promise.all(ids.map(id => fixedTables(experiment.run(id).path)));
    const before = await tables();
    const suite = start(smallRun(folder, '--json', '--fresh', '--yes'));
    await until(() => suite.events.some(event => event.type === 'epoch'));
    suite.child.kill('SIGINT');
    const { code, stderr } = await suite.ended;
    t.is(code, 130);
    t.false(stderr.includes('--fresh'));
    t.deepEqual([...(await replaced())].sort(), [...ids].sort());
    t.true((await experiment.runIds()).every(id => ids.includes(id)));
    t.is((await runHere(smallRun(folder, '--quiet'))).code, 0);
    t.deepEqual(await replaced(), []);
    t.deepEqual(await tables(), before);
  },
);

test.serial('when all is done, a log says so and where the report is', async t => {
  const { folder } = t.context;
  const { code, stdout, stderr } = await runHere(smallRun(folder));
  t.is(code, 0);
  t.is(stdout, '');
  t.deepEqual(stderr.trim().split('\n'), [
    'plain-vs-residual, preset smoke: 2 runs, 2 of them done',
    'All runs are done already; --fresh would train them again.',
    `report: ${join(folder, 'reports', 'plain-vs-residual.html')}`,
  ]);
});

exhaustivelyOf(test)('a dry run prints the plan with times and leaves no files', async t => {
  const { folder, ids } = t.context;
  const before = await contentsOf(folder);
  const empty = join(folder, 'empty');
  const again = await runHere(smallRun(folder, '--dry-run', '--epochs', '5'));
  const anew = await runHere(smallRun(empty, '--dry-run', '--kinds', 'plain', '--json'));
  for (const { code, stderr } of [again, anew]) t.deepEqual({ code, stderr }, { code: 0, stderr: '' });
  t.regex(again.stdout, /^plain-vs-residual, preset smoke: /);
  t.regex(again.stdout, /│ residual-8-s1-\w{8} │ 5 +│ \d+ s +│/);
  t.regex(again.stdout, /Engine wasm \(cpu\), 2 at a time: about \d+ s in all\.\n$/);
  const plan = JSON.parse(anew.stdout);
  t.like(plan, { type: 'dry-run', experiment: 'plain-vs-residual', preset: 'smoke' });
  t.deepEqual(
    plan.runs.map(({ id }: { id: string }) => id),
    ids.filter(id => id.startsWith('plain')),
  );
  // A process has to start, too.
  t.true(plan.seconds > plan.runs[0].seconds);
  t.deepEqual(await contentsOf(folder), before);
  await t.throwsAsync(readdir(empty), { code: 'ENOENT' });
});

test.serial('a dry run marks what is done', async t => {
  const { stdout } = await runHere(smallRun(t.context.folder, '--dry-run'));
  for (const id of t.context.ids) t.regex(stdout, new RegExp(`│ ${id} +│ 4 +│ done`));
  t.true(stdout.endsWith('All runs are done already; --fresh would train them again.\n'));
});

test.serial('reports are written again from the results alone', async t => {
  const { folder } = t.context;
  const page = join(folder, 'reports', 'plain-vs-residual.html');
  const before = await readFile(page, 'utf8');
  await rm(page);
  const folders = ['--results', join(folder, 'results'), '--reports', join(folder, 'reports')];
  const { code, stdout, stderr } = await runHere(['report', ...folders]);
  t.deepEqual({ code, stdout, stderr }, { code: 0, stdout: `${page}\n`, stderr: '' });
  t.is(await readFile(page, 'utf8'), before);
  const pictures = await readdir(join(folder, 'reports', 'plain-vs-residual', t.context.plan));
  const { lead, charts } = plainVsResidual;
  const ids = [...[lead!, ...charts].map(({ id }) => id), 'error-by-class'];
  t.deepEqual(pictures, ids.flatMap(id => [`${id}.png`, `${id}.svg`]).sort());
});

test.serial('damaged results are named, with exit code 1 and no stack', async t => {
  const { folder, experiment, ids } = t.context;
  const file = experiment.run(ids[0]!).file('run.json');
  const intact = await readFile(file);
  await writeFile(file, intact.subarray(0, intact.length - 5));
  const ended = await runHere(smallRun(folder, '--quiet'));
  t.is(ended.code, 1);
  isClear(t, ended);
  t.true(ended.stderr.startsWith(`error: ${file} is damaged: `));
  t.regex(ended.stderr, /\nRemove the folder \S+ to train that run again, or add --fresh/);
  await writeFile(file, intact);
});

test.serial('results of a newer version are refused, and not a byte of them is changed', async t => {
  const { folder, experiment, ids } = t.context;
  const path = experiment.run(ids[0]!).file('run.json');
  const intact = await readFile(path, 'utf8');
  await writeFile(path, JSON.stringify({ ...JSON.parse(intact), schema: RESULTS_SCHEMA + 1, more: true }));
  const before = await contentsOf(folder);
  const folders = ['--results', join(folder, 'results'), '--reports', join(folder, 'reports')];
  const attempts = [await runHere(smallRun(folder, '--fresh')), await runHere(['report', ...folders])];
  for (const ended of attempts) {
    t.is(ended.code, 2);
    isClear(t, ended);
    t.true(
      ended.stderr.startsWith(`error: ${path} has schema ${RESULTS_SCHEMA + 1}; this version reads up to`),
    );
  }
  t.deepEqual(await contentsOf(folder), before);
  await writeFile(path, intact);
});

exhaustivelyOf(test)(
  'a damaged table keeps the report from being written, but not other runs from training',
  async t => {
    const { folder, experiment, ids } = t.context;
    const file = experiment.run(ids.find(id => id.startsWith('residual'))!).file('gradients.csv');
    const intact = await readFile(file);
    await writeFile(file, intact.subarray(0, intact.length - 5));
    const suite = start(smallRun(folder, '--kinds', 'residual', '--seeds', '2', '--json'));
    const ended = await suite.ended;
    t.is(ended.code, 1);
    isClear(t, { ...ended, stdout: '' });
    t.true(ended.stderr.startsWith(`error: ${file} is damaged: `));
    const note = suite.events.find(event => event.type === 'note');
    t.true(note?.text.startsWith(`no report for now: ${file} is damaged: `));
    const end = suite.events.find(event => event.type === 'run-ended');
    t.like(end, { status: 'finished' });
    t.regex(end!.run, /^residual-8-s2-/);
    await writeFile(file, intact);
  },
);

test.serial('clean removes nothing without --yes, and then results and report', async t => {
  const { folder, experiment } = t.context;
  const folders = ['--results', join(folder, 'results'), '--reports', join(folder, 'reports')];
  const before = await contentsOf(folder);
  const asked = await runHere(['clean', ...folders]);
  t.is(asked.code, 0);
  const runs = `${(await experiment.runIds()).length} runs`;
  t.true(asked.stdout.startsWith(`Would remove ${experiment.path} (${runs}) and `));
  t.true(asked.stdout.endsWith('Add --yes to remove them.\n'));
  t.deepEqual(await contentsOf(folder), before);
  const done = await runHere(['clean', 'plain-vs-residual', '--yes', ...folders]);
  t.is(done.code, 0);
  t.true(done.stdout.startsWith(`Removed ${experiment.path} (${runs}) and `));
  t.deepEqual(await contentsOf(folder), {});
  const again = await runHere(['clean', '--yes', ...folders]);
  t.is(again.stdout, `Nothing to remove: there are no results in ${join(folder, 'results')}.\n`);
});
