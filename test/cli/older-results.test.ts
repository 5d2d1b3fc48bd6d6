import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { temporaryFolder } from '../data/fixtures.ts';
import { makeRuns } from '../reports/fixtures.ts';
import { contentsOf, isClear, runHere } from './fixtures.ts';
import { written } from './written.ts';

const runs = makeRuns({ depths: [8, 20], seeds: 1, epochs: 2 });
const id = 'plain-8-s1-01234567';

/** What the first version left: a plan of names, and runs whose settings had other words. */
async function older(results: string, experiment: string): Promise<void> {
  const folder = join(results, experiment);
  await mkdir(join(folder, id), { recursive: true });
  const plan = { experiment, preset: 'quick', command: `npm run exp:${experiment}`, runs: [id] };
  await writeFile(join(folder, 'plan.json'), JSON.stringify(plan));
  const record = { schema: 1, id, experiment, config: { kind: 'plain' }, status: 'finished' };
  await writeFile(join(folder, id, 'run.json'), JSON.stringify(record));
}

test.serial('results of an older version are named as such, with ways out, and left as they are', async t => {
  const folder = await temporaryFolder(t);
  const [results, reports] = [join(folder, 'results'), join(folder, 'reports')];
  await older(results, 'depth');
  const before = await contentsOf(results);
  const options = ['--results', results, '--reports', reports];
  for (const args of [
    ['report', ...options],
    ['report', 'depth', ...options],
    ['run', 'depth', '--preset', 'smoke', ...options],
    ['run', 'depth', '--preset', 'smoke', '--fresh', '--yes', ...options],
    ['compare', join(results, 'depth'), results, '--reports', reports],
    ['compare', join(results, 'depth', id), results, '--reports', reports],
    ['watch', ...options],
  ]) {
    const ended = await runHere(args);
    t.is(ended.code, 2, args.join(' '));
    isClear(t, ended);
    t.regex(ended.stderr, /has schema 1, from an earlier version of this program/);
    for (const part of ['--results', 'npm run suite -- clean']) t.true(ended.stderr.includes(part));
    t.false(ended.stderr.includes('damaged'));
  }
  t.deepEqual(await contentsOf(results), before);
});

test.serial('other experiments of the same folder are reported all the same', async t => {
  const folder = await temporaryFolder(t);
  const [results, reports] = [join(folder, 'results'), join(folder, 'reports')];
  await older(results, 'depth');
  await written(results, 'shortcuts', runs);
  const ended = await runHere(['report', '--results', results, '--reports', reports]);
  t.is(ended.code, 2);
  t.is(ended.stdout, `${join(reports, 'shortcuts.html')}\n`);
  t.true((await readFile(join(reports, 'shortcuts.html'), 'utf8')).length > 0);
});

test.serial('older runs beside a new plan disturb nothing', async t => {
  const folder = await temporaryFolder(t);
  const [results, reports] = [join(folder, 'results'), join(folder, 'reports')];
  await older(results, 'depth');
  await written(results, 'depth', runs);
  const options = ['--results', results, '--reports', reports];
  const report = await runHere(['report', 'depth', ...options]);
  t.deepEqual([report.code, report.stderr], [0, '']);
  const compare = await runHere(['compare', results, join(results, 'depth', id), '--reports', reports]);
  t.is(compare.code, 2);
});

test.serial('clean removes older results too', async t => {
  const folder = await temporaryFolder(t);
  const results = join(folder, 'results');
  await older(results, 'depth');
  const ended = await runHere(['clean', '--yes', '--results', results, '--reports', join(folder, 'reports')]);
  t.is(ended.code, 0);
  t.true(ended.stdout.startsWith(`Removed ${join(results, 'depth')} (1 run)`));
  t.deepEqual(await contentsOf(results), {});
});
