import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { temporaryFolder } from '../data/fixtures.ts';
import { exhaustivelySerial } from '../exhaustive.ts';
import { makeRuns } from '../reports/fixtures.ts';
import { isClear, runHere } from './fixtures.ts';
import { written } from './written.ts';

const smoke = makeRuns({ depths: [8, 14], seeds: 1, epochs: 2 });
const quick = makeRuns({ depths: [8, 20], seeds: 2, epochs: 2 });

test.serial('plans of one experiment have a page each, which lead to each other', async t => {
  const folder = await temporaryFolder(t);
  const [results, reports] = [join(folder, 'results'), join(folder, 're ports #1')];
  await written(results, 'depth', quick);
  await written(results, 'depth', smoke, { name: 'smoke', preset: 'smoke' });
  const all = ['report', 'depth', '--results', results, '--reports', reports];
  const { code, stdout, stderr } = await runHere(all);
  t.deepEqual([code, stderr], [0, '']);
  const page = (name: string) => readFile(join(reports, name), 'utf8');
  t.deepEqual(stdout.trim().split('\n'), [join(reports, 'depth/quick.html'), join(reports, 'depth.html')]);
  t.regex(await page('depth/quick.html'), /href="smoke\.html">smoke<\/a> \(4 runs\)/);
  t.regex(await page('depth/smoke.html'), /href="quick\.html">quick<\/a> \(8 runs\)/);
  t.regex(await page('depth.html'), /href="depth\/quick\.html">quick<\/a> \(8 runs\)/);
  t.regex(await page('index.html'), /href="depth\/quick\.html">quick<\/a> \(8 runs\)/);
  t.true((await page('depth.html')).includes('href="../results/depth/plans/smoke/summary.csv"'));
  t.true((await page('depth/quick.html')).includes('href="../../results/depth/plans/quick/summary.csv"'));
  for (const plan of ['smoke', 'quick'])
    t.true((await readdir(join(reports, 'depth', plan))).includes('error-curves.svg'));
  const before = await page('depth.html');
  const one = await runHere([...all, '--plan', 'quick']);
  t.deepEqual([one.code, one.stdout], [0, `${join(reports, 'depth/quick.html')}\n`]);
  t.is(await page('depth.html'), before);
  const unknown = await runHere([...all, '--plan', 'paper']);
  t.is(unknown.code, 2);
  isClear(t, unknown);
  t.regex(unknown.stderr, /--plan: no plan "paper" was run; there are: quick, smoke/);
});

exhaustivelySerial('a page that was there before a plan learns of it', async t => {
  const folder = await temporaryFolder(t);
  const [results, reports] = [join(folder, 'results'), join(folder, 'reports')];
  const report = ['report', '--results', results, '--reports', reports];
  await written(results, 'depth', quick);
  await runHere(report);
  t.false((await readFile(join(reports, 'depth/quick.html'), 'utf8')).includes('Other plans'));
  await written(results, 'depth', smoke, { name: 'smoke', preset: 'smoke' });
  await runHere([...report, '--plan', 'smoke']);
  t.true((await readFile(join(reports, 'depth/quick.html'), 'utf8')).includes('href="smoke.html"'));
});

test.serial('two plans of one experiment are compared', async t => {
  const folder = await temporaryFolder(t);
  const results = join(folder, 'results');
  await written(results, 'depth', quick);
  const again = makeRuns({ depths: [8, 20], seeds: 2, epochs: 3 });
  await written(results, 'depth', again, { name: 'quick-01234567' });
  const plans = ['quick', 'quick-01234567'].map(name => join(results, 'depth/plans', name));
  const options = ['--reports', join(folder, 'reports'), '--no-pictures'];
  const ended = await runHere(['compare', ...plans, ...options]);
  t.deepEqual([ended.code, ended.stderr], [0, '']);
  t.regex(ended.stdout, /compare-depth--quick--quick-01234567\.html/);
});
