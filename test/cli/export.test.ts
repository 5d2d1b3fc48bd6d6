import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { temporaryFolder } from '../data/fixtures.ts';
import { makeRuns } from '../reports/fixtures.ts';
import { contentsOf, isClear, runHere } from './fixtures.ts';
import { written } from './written.ts';

const runs = makeRuns({ depths: [8], seeds: 1, epochs: 1 });

test.serial('export writes CSV and Parquet beside the summary of the plan that ran last', async t => {
  const results = await temporaryFolder(t);
  for (const name of ['depth', 'shortcuts']) await written(results, name, runs);
  const { code, stdout, stderr } = await runHere(['export', '--results', results]);
  t.deepEqual([code, stderr], [0, '']);
  t.is(stdout.trim().split('\n').length, 4);
  for (const name of ['depth', 'shortcuts']) {
    const csv = await readFile(join(results, name, 'plans', 'quick', 'rows.csv'), 'utf8');
    t.true(csv.startsWith('experiment,plan,run_id,'));
    t.true(csv.includes(`\n${name},quick,${runs[0]!.record.id},plain,8,1,paper,finished,epochs,0,`));
  }
  // They are no plans, and no runs.
  const again = await runHere(['export', 'depth', '--results', results]);
  t.is(again.code, 0);
});

test.serial('export --to gathers files of several experiments in one folder, by name', async t => {
  const folder = await temporaryFolder(t);
  const [results, to] = [join(folder, 'results'), join(folder, 'elsewhere')];
  for (const name of ['depth', 'shortcuts']) await written(results, name, runs);
  const { code } = await runHere(['export', 'depth', '--plan', 'quick', '--results', results, '--to', to]);
  t.is(code, 0);
  t.deepEqual(Object.keys(await contentsOf(to)), [
    join(to, 'depth-quick.csv'),
    join(to, 'depth-quick.parquet'),
  ]);
});

test.serial('export says in a line what is not there', async t => {
  const results = await temporaryFolder(t);
  await written(results, 'depth', runs);
  for (const [args, expected] of [
    [['shortcuts'], /shortcuts: not run yet, there are no results in .*shortcuts/],
    [['depth', '--plan', 'paper'], /--plan: no plan "paper" of depth was run; there are: quick/],
    [['--plan', 'paper'], /there are no results of a plan "paper" in .*; run an experiment first/],
    [['dept'], /depth/],
  ] as const) {
    const ended = await runHere(['export', ...args, '--results', results]);
    t.is(ended.code, 2);
    isClear(t, ended);
    t.regex(ended.stderr, expected);
  }
});
