import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { temporaryFolder } from '../data/fixtures.ts';
import { exhaustivelySerial } from '../exhaustive.ts';
import { makeRuns } from '../reports/fixtures.ts';
import { contentsOf, isClear, runHere } from './fixtures.ts';
import { written } from './written.ts';

const small = { depths: [8, 20], seeds: 2, epochs: 2 };
const paper = makeRuns(small);
const mixup = makeRuns({ ...small, config: { regularizers: [{ name: 'mixup', options: { alpha: 0.2 } }] } });

test.serial('two arms of one experiment are compared on a page that the index leads to', async t => {
  const folder = await temporaryFolder(t);
  const [results, reports] = [join(folder, 'results'), join(folder, 'reports')];
  await written(results, 'plain-vs-residual', [...paper, ...mixup]);
  const experiment = join(results, 'plain-vs-residual');
  const { code, stdout, stderr } = await runHere([
    ...['compare', `${experiment}:paper`, `${experiment}:mixup-0.2`, '--reports', reports],
  ]);
  t.deepEqual([code, stderr], [0, '']);
  const name = 'compare-plain-vs-residual--paper--mixup-0.2';
  t.true(stdout.includes(`${name}.html`));
  const html = await readFile(join(reports, `${name}.html`), 'utf8');
  t.true(html.includes('npm run suite -- compare'));
  t.true((await readFile(join(reports, 'index.html'), 'utf8')).includes(`href="${name}.html"`));
  const files = Object.keys(await contentsOf(join(reports, name)));
  for (const file of ['differences.svg', 'differences.png', 'summary.json']) {
    t.true(files.includes(join(reports, name, file)), file);
  }
});

exhaustivelySerial('results folders are compared experiment by experiment, and single runs too', async t => {
  const folder = await temporaryFolder(t);
  const [old, recent] = [join(folder, 'old'), join(folder, 'new')];
  for (const name of ['plain-vs-residual', 'depth']) {
    await written(old, name, paper);
    await written(recent, name, paper);
  }
  await written(recent, 'shortcuts', paper);
  const options = ['--reports', join(folder, 'reports'), '--no-pictures'];
  const both = await runHere(['compare', old, recent, ...options]);
  t.deepEqual([both.code, both.stderr], [0, '']);
  t.deepEqual(
    both.stdout
      .trim()
      .split('\n')
      .map(line => line.split('/').at(-1)),
    ['compare-depth--old--new.html', 'compare-plain-vs-residual--old--new.html'],
  );
  const { id } = paper[0]!.record;
  const single = await runHere(['compare', join(old, 'depth', id), join(recent, 'depth', id), ...options]);
  t.deepEqual([single.code, single.stderr], [0, '']);
});

exhaustivelySerial('each comparison has a page of its own, whatever the script of its names', async t => {
  const folder = await temporaryFolder(t);
  const reports = join(folder, 'reports');
  const names = ['基准', '改动', 'a b', 'a-b'];
  for (const name of ['start', ...names]) await written(join(folder, name), 'depth', paper);
  for (const name of names) {
    const ended = await runHere([
      ...['compare', join(folder, 'start'), join(folder, name), '--reports', reports, '--no-pictures'],
    ]);
    t.deepEqual([ended.code, ended.stderr], [0, '']);
  }
  const pages = (await readdir(reports)).filter(name => /^compare.*html$/.test(name));
  t.is(pages.length, names.length);
  t.true(pages.includes('compare-depth--start--基准.html'));
  const index = await readFile(join(reports, 'index.html'), 'utf8');
  for (const page of pages) t.true(index.includes(encodeURIComponent(page)), page);
});

test.serial('what cannot be compared is said in a line, with what is there', async t => {
  const folder = await temporaryFolder(t);
  const results = join(folder, 'results');
  await written(results, 'depth', [...paper, ...mixup]);
  await written(join(folder, 'other'), 'shortcuts', paper);
  const of = (name: string) => join(results, name);
  for (const [first, second, expected] of [
    [of('depth'), join(folder, 'nowhere'), /there is no folder .*nowhere: expected a results folder/],
    [of('depth'), of('depth'), /runs are in both sets.*:paper/],
    [of('depth'), of('depth:mixup-0.2'), /runs are in both sets/],
    [of('depth:cutout'), of('depth:paper'), /has no variant "cutout"; it has: mixup 0\.2, paper/],
    [of('depth/plan.json'), of('depth'), /there are no runs in .*plan\.json/],
    [of('depth'), join(folder, 'other'), /no experiment is in both sets: .*depth has depth; .*has shortcuts/],
  ] as const) {
    const ended = await runHere(['compare', first, second, '--reports', join(folder, 'reports')]);
    t.is(ended.code, 2);
    isClear(t, ended);
    t.regex(ended.stderr, expected);
  }
});
