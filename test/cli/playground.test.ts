import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { temporaryFolder } from '../data/fixtures.ts';
import { runHere } from './fixtures.ts';

test.serial('playground writes a page and says where', async t => {
  const folder = await temporaryFolder(t);
  const ended = await runHere(['playground', '--synthetic', '--reports', folder]);
  t.deepEqual([ended.code, ended.stderr], [0, '']);
  t.is(ended.stdout.trim(), join(folder, 'playground.html'));
  t.regex(await readFile(join(folder, 'playground.html'), 'utf8'), /id="playground"/);
});
