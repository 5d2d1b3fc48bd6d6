import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { fromText } from '../../src/results/csv.ts';
import { ExperimentFolder, summarise } from '../../src/results/experiment-folder.ts';
import {
  type ClaimResult,
  noRows,
  type Plan,
  RESULTS_SCHEMA,
  type RunResult,
  summaryRowSchema,
} from '../../src/results/schema.ts';
import { OlderResultsError } from '../../src/results/schema-version.ts';
import { temporaryFolder } from '../data/fixtures.ts';
import { tinyConfig } from '../suite/fixtures.ts';
import { epochRow, id, record } from './fixtures.ts';

const plan: Plan = {
  schema: RESULTS_SCHEMA,
  name: 'smoke',
  experiment: 'tiny',
  preset: 'smoke',
  command: 'npm run suite -- run tiny',
  runs: [{ id, config: tinyConfig }],
};

const claim: ClaimResult = {
  id: 'degradation',
  statement: 'It rains.',
  verdict: 'inconclusive',
  effect: null,
  ci_low: null,
  ci_high: null,
  unit: 'mm',
  n: 0,
  rule: 'Look up.',
};

function result(changes: Partial<RunResult> = {}): RunResult {
  return { ...noRows, record: record(), ...changes };
}

test('a plan is read as it was written, and is null before the first start', async t => {
  const folder = new ExperimentFolder(await temporaryFolder(t), 'tiny');
  t.is(await folder.readPlan(), null);
  await folder.writePlan(plan);
  t.deepEqual(await folder.readPlan(), plan);
  t.deepEqual(await readdir(folder.path, { recursive: true }), [
    'plan.json',
    'plans',
    'plans/smoke',
    'plans/smoke/plan.json',
  ]);
});

test('a damaged plan is named, with a way out', async t => {
  const folder = new ExperimentFolder(await temporaryFolder(t), 'tiny');
  await folder.writePlan(plan);
  for (const text of ['{', '{}', JSON.stringify({ ...plan, runs: 3 })]) {
    await writeFile(join(folder.path, 'plan.json'), text);
    const error = await t.throwsAsync(folder.readPlan());
    t.true(error.message.startsWith(join(folder.path, 'plan.json')));
    t.regex(error.message, /run the experiment again/);
  }
});

test('a summary row has the numbers of the last epoch', t => {
  const row = summarise(result({ epochs: [epochRow(0), epochRow(1), epochRow(2)] }));
  t.deepEqual(row, {
    run_id: id,
    kind: 'residual',
    depth: 8,
    seed: 1,
    variant: 'paper',
    status: 'finished',
    parameters: 5006,
    epochs: 2,
    train_error_pct: 88,
    val_error_pct: 90,
    test_error_pct: 89,
    train_loss: 2.25,
    test_loss: 2.75,
    wall_seconds: 1.425,
  });
});

test('a run that measured nothing has empty cells, and a variant has its name', t => {
  const config = { ...record().config, regularizers: [{ name: 'l1', options: { strength: 0.5 } }] };
  const row = summarise(result({ record: record({ config, status: 'failed', wall_seconds: null }) }));
  t.like(row, { variant: 'l1 0.5', status: 'failed', epochs: 0, test_error_pct: null, wall_seconds: null });
});

test('plans of one experiment keep apart what came out of them; the latest has copies above', async t => {
  const folder = new ExperimentFolder(await temporaryFolder(t), 'tiny');
  const text = (path: string) => readFile(join(folder.path, path), 'utf8');
  const runs = [result({ epochs: [epochRow(0)] }), result()];
  await folder.writePlan({ ...plan, name: 'quick', preset: 'quick' });
  await folder.writeOutcome({ name: 'quick' }, runs, [claim]);
  const quick = await text('plans/quick/summary.csv');
  t.deepEqual(fromText(summaryRowSchema, quick, 'summary.csv'), runs.map(summarise));
  t.is(await text('summary.csv'), quick);
  await folder.writePlan(plan);
  await folder.writeOutcome(plan, runs.slice(1), []);
  t.is(await text('summary.csv'), await text('plans/smoke/summary.csv'));
  // One that goes on at the same time, and was started earlier.
  await folder.writeOutcome({ name: 'quick' }, runs, [claim]);
  t.is(await text('plans/quick/summary.csv'), quick);
  t.not(await text('summary.csv'), quick);
  t.is((await folder.readPlan())!.name, 'smoke');
  t.deepEqual(
    (await folder.readPlans()).map(({ name }) => name),
    ['quick', 'smoke'],
  );
  t.deepEqual(await folder.plan('quick').readClaims(), [claim]);
  t.is(await folder.plan('paper').readClaims(), null);
  t.deepEqual(await folder.runIds(), []);
});

test('a plan of the first schema, whose runs were names, is older and not damaged', async t => {
  const folder = new ExperimentFolder(await temporaryFolder(t), 'tiny');
  await folder.writePlan(plan);
  const { schema: _, name: __, ...older } = plan;
  await writeFile(join(folder.path, 'plan.json'), JSON.stringify({ ...older, runs: [id] }));
  const error = await t.throwsAsync(folder.readPlan(), { instanceOf: OlderResultsError });
  t.regex(error.message, /plan\.json has schema 1, from an earlier version/);
});

test('runs come in the order asked for, without those that left nothing', async t => {
  const folder = new ExperimentFolder(await temporaryFolder(t), 'tiny');
  for (const name of ['b', 'a']) {
    await folder.run(name).begin();
    await folder.run(name).writeRecord(record({ id: name }));
  }
  const runs = await folder.readRuns(['b', 'missing', 'a']);
  t.deepEqual(
    runs.map(run => run.record.id),
    ['b', 'a'],
  );
});

test('files beside the folders of runs are no runs', async t => {
  const folder = new ExperimentFolder(await temporaryFolder(t), 'tiny');
  t.deepEqual(await folder.runIds(), []);
  await folder.writePlan(plan);
  await folder.run('a').begin();
  t.deepEqual(await folder.runIds(), []);
  await folder.run('a').writeRecord(record({ id: 'a' }));
  t.deepEqual(await folder.runIds(), ['a']);
});

test('a run that diverged, failed or has not ended has no final numbers in the summary, however far it came', t => {
  for (const status of ['diverged', 'failed', 'running'] as const) {
    const row = summarise(result({ record: record({ status }), epochs: [epochRow(0), epochRow(1)] }));
    t.like(row, {
      status,
      epochs: 1,
      train_error_pct: null,
      val_error_pct: null,
      test_error_pct: null,
      train_loss: null,
      test_loss: null,
    });
  }
});
