import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { temporaryFolder } from '../data/fixtures.ts';
import { until } from '../suite/fixtures.ts';
import { runHere, start } from './fixtures.ts';

test.serial('playground writes a page and says where', async t => {
  const folder = await temporaryFolder(t);
  const ended = await runHere(['playground', '--synthetic', '--reports', folder]);
  t.deepEqual([ended.code, ended.stderr], [0, '']);
  t.is(ended.stdout.trim(), join(folder, 'playground.html'));
  t.regex(await readFile(join(folder, 'playground.html'), 'utf8'), /id="playground"/);
});

test.serial('with --open it serves the page, as it was written, until it is interrupted', async t => {
  const folder = await temporaryFolder(t);
  const { child, ended } = start(['playground', '--synthetic', '--open', '--reports', folder]);
  t.teardown(() => child.kill('SIGKILL'));
  let stdout = '';
  child.stdout!.on('data', text => {
    stdout += text;
  });
  const address = await until(() => /http:\S+/.exec(stdout)?.[0]);
  const served = await fetch(address);
  t.is(served.status, 200);
  t.is(await served.text(), await readFile(join(folder, 'playground.html'), 'utf8'));
  child.kill('SIGINT');
  t.is((await ended).code, 0);
});
