import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { writePlayground } from '../../src/playground/write.ts';
import { writeSummary } from '../../src/reports/reports-folder.ts';
import { temporaryFolder } from '../data/fixtures.ts';

test('the page is written into a folder of reports, without real images where none are at hand', async t => {
  const folder = join(await temporaryFolder(t), 'new');
  const nowhere = { cacheDir: await temporaryFolder(t), env: {} };
  const { path, hasCifar10, hasReviews } = await writePlayground(folder, {}, nowhere);
  t.false(hasCifar10);
  t.false(hasReviews);
  t.is(path, join(folder, 'playground.html'));
  const page = await readFile(path, 'utf8');
  t.true(page.startsWith('<!doctype html>'));
  t.false(page.includes('id="cifar10"'));
  t.false(page.includes('id="imdb"'));
});

test('the index of the folder leads to it', async t => {
  const folder = await temporaryFolder(t);
  await mkdir(join(folder, 'wider'));
  const both = { en: 'Wider', 'zh-CN': 'Wider' };
  await writeSummary(folder, { name: 'wider', title: both, answer: both, compared: 'depth' });
  await writePlayground(folder, { synthetic: true });
  t.true((await readFile(join(folder, 'index.html'), 'utf8')).includes('href="playground.html"'));
});
