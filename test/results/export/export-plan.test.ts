import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { parse } from 'csv-parse/sync';
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import { ExperimentFolder } from '../../../src/results/experiment-folder.ts';
import { exportPlan } from '../../../src/results/export/export-plan.ts';
import { longColumns, longRows } from '../../../src/results/export/long-table.ts';
import { written } from '../../cli/written.ts';
import { temporaryFolder } from '../../data/fixtures.ts';
import { makeRuns } from '../../reports/fixtures.ts';

const runs = makeRuns({ depths: [8, 14], seeds: 2, epochs: 2 });

test('a plan is written as CSV and as Parquet, which say the same, with types', async t => {
  const results = await temporaryFolder(t);
  await written(results, 'depth', runs);
  const folder = new ExperimentFolder(results, 'depth');
  const to = join(results, 'new', 'place');
  const paths = await exportPlan(folder, (await folder.readPlan())!, to, 'rows');
  t.deepEqual(paths, [join(to, 'rows.csv'), join(to, 'rows.parquet')]);
  t.deepEqual((await readdir(to)).sort(), ['rows.csv', 'rows.parquet']);

  const columns = longColumns(runs.map(({ record }) => record.config));
  const read = await Promise.all(runs.map(({ record: { id } }) => folder.run(id).read()));
  const expected = read.flatMap(run => [...longRows(run!, { experiment: 'depth', plan: 'quick' })]);
  const whole = expected.map(row => Object.fromEntries(columns.map(({ name }) => [name, row[name] ?? null])));
  t.true(whole.length > 1000);

  const file = await asyncBufferFromFile(paths[1]!);
  t.deepEqual(await parquetReadObjects({ file }), whole);
  const { schema, row_groups, created_by } = await parquetMetadataAsync(file);
  t.is(created_by, 'degradation-lab');
  // One a run, so that no more than that is in memory.
  t.is(row_groups.length, runs.length);
  const types = { text: 'BYTE_ARRAY', whole: 'INT32', number: 'DOUBLE' };
  t.deepEqual(
    schema.slice(1).map(({ name, type }) => [name, type]),
    columns.map(({ name, type }) => [name, types[type]]),
  );

  const texts = new Set(columns.filter(({ type }) => type === 'text').map(({ name }) => name));
  const csv = parse(await readFile(paths[0]!, 'utf8'), {
    columns: true,
    cast: (value, { column, header }) =>
      header || texts.has(String(column)) ? value || null : value === '' ? null : Number(value),
  });
  // The first line is cast like all others, and is never empty.
  t.deepEqual(csv, whole);
});

test('runs that have not begun are left out, and a plan without any leaves files without rows', async t => {
  const results = await temporaryFolder(t);
  await written(results, 'depth', []);
  const folder = new ExperimentFolder(results, 'depth');
  const { id, config } = runs[0]!.record;
  const plan = { ...(await folder.readPlan())!, runs: [{ id, config }] };
  const [csv, parquet] = await exportPlan(folder, plan, results, 'none');
  t.is((await readFile(csv!, 'utf8')).split('\n').length, 2);
  t.deepEqual(await parquetReadObjects({ file: await asyncBufferFromFile(parquet!) }), []);
});

test('a damaged run is named, and the files of before stay', async t => {
  const results = await temporaryFolder(t);
  await written(results, 'depth', runs);
  const folder = new ExperimentFolder(results, 'depth');
  const plan = (await folder.readPlan())!;
  const paths = await exportPlan(folder, plan, results, 'rows');
  const before = await Promise.all(paths.map(path => readFile(path)));
  const run = folder.run(runs[1]!.record.id);
  await run.files.write(run.file('epochs.csv'), 'no table');
  await t.throwsAsync(exportPlan(folder, plan, results, 'rows'), { message: /epochs\.csv is damaged/ });
  t.deepEqual(await Promise.all(paths.map(path => readFile(path))), before);
  t.deepEqual((await readdir(results)).sort(), ['depth', 'rows.csv', 'rows.parquet']);
});
