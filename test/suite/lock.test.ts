import { mkdir, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { lockResults } from '../../src/suite/lock.ts';
import { UsageError } from '../../src/suite/usage-error.ts';
import { isClear, run, smallRun } from '../cli/fixtures.ts';
import { temporaryFolder } from '../data/fixtures.ts';

test('a folder is made, locked, and given back without a trace', async t => {
  const folder = join(await temporaryFolder(t), 'deep', 'results');
  const unlock = await lockResults(folder, () => t.fail());
  t.deepEqual(await readdir(folder), ['.lock']);
  await unlock();
  t.deepEqual(await readdir(folder), []);
});

test('whoever comes second is told once, and gets the folder when it is given back', async t => {
  const folder = await temporaryFolder(t);
  const unlock = await lockResults(folder, () => t.fail());
  let told = 0;
  const unlockSecond = await lockResults(folder, () => {
    told++;
    void unlock();
  });
  t.is(told, 1);
  await unlockSecond();
});

test('the lock of a suite that was killed some time ago is taken over', async t => {
  const folder = await temporaryFolder(t);
  const lock = join(folder, '.lock');
  await mkdir(lock);
  await utimes(lock, new Date(0), new Date(0));
  const unlock = await lockResults(folder, () => t.fail());
  await t.notThrowsAsync(unlock());
});

test('a lock keeps other suites out of a results folder: exit code 2, and nothing is written', async t => {
  const folder = await temporaryFolder(t);
  const results = join(folder, 'results');
  const unlock = await lockResults(results, () => t.fail());
  const [ended, error] = await Promise.all([
    run(smallRun(folder, '--quiet')),
    t.throwsAsync(
      lockResults(results, () => {}),
      { instanceOf: UsageError },
    ),
  ]);
  t.is(ended.code, 2);
  isClear(t, ended);
  t.is(ended.stderr, `error: ${error.message}\n`);
  t.is(
    error.message,
    `results folder ${results} is in use by another suite. Wait for it, or name another: --results DIR`,
  );
  t.deepEqual(await readdir(results), ['.lock']);
  await unlock();
});

test('giving back a lock that was lost is no failure', async t => {
  const folder = await temporaryFolder(t);
  const unlock = await lockResults(folder, () => t.fail());
  await rm(join(folder, '.lock'), { recursive: true });
  await t.notThrowsAsync(unlock());
  await t.notThrowsAsync(unlock());
});

test('a folder that cannot be made is named with the option', async t => {
  const file = join(await temporaryFolder(t), 'file');
  await writeFile(file, '');
  const error = await t.throwsAsync(
    lockResults(join(file, 'results'), () => {}),
    { instanceOf: UsageError },
  );
  t.regex(error.message, /^results folder .*file\/results cannot be written: .*--results DIR$/);
});
