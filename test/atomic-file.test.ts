import { appendFile, mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { writeWhole, writeWholeBy } from '../src/atomic-file.ts';
import { temporaryFolder } from './data/fixtures.ts';

test('a file is replaced by its new contents, and nothing else stays', async t => {
  const folder = await temporaryFolder(t);
  const path = join(folder, 'table.csv');
  await writeWhole(path, 'old');
  await writeWhole(path, Buffer.from('new'));
  t.is(await readFile(path, 'utf8'), 'new');
  t.deepEqual(await readdir(folder), ['table.csv']);
});

test('many writers of one file never meet', async t => {
  const folder = await temporaryFolder(t);
  const path = join(folder, 'table.csv');
  const texts = Array.from({ length: 30 }, (_, i) => String(i).repeat(1000));
  await Promise.all(texts.map(text => writeWhole(path, text)));
  t.true(texts.includes(await readFile(path, 'utf8')));
  t.deepEqual(await readdir(folder), ['table.csv']);
});

test('what is written piece by piece comes in the place of the old file when it is whole', async t => {
  const folder = await temporaryFolder(t);
  const path = join(folder, 'table.csv');
  await writeWhole(path, 'old');
  await writeWholeBy(path, async temporary => {
    await appendFile(temporary, 'new');
    t.is(await readFile(path, 'utf8'), 'old');
    await appendFile(temporary, ' and longer');
  });
  t.is(await readFile(path, 'utf8'), 'new and longer');
  const broken = writeWholeBy(path, async temporary => {
    await appendFile(temporary, 'half');
    throw new Error('broke off');
  });
  await t.throwsAsync(broken, { message: 'broke off' });
  t.is(await readFile(path, 'utf8'), 'new and longer');
  t.deepEqual(await readdir(folder), ['table.csv']);
});

test('what cannot be written leaves no temporary file', async t => {
  const folder = await temporaryFolder(t);
  await mkdir(join(folder, 'table.csv', 'inside'), { recursive: true });
  await t.throwsAsync(writeWhole(join(folder, 'table.csv'), 'new'));
  t.deepEqual(await readdir(folder), ['table.csv']);
});
