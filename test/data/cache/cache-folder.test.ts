import { utimes } from 'node:fs/promises';
import { basename, join } from 'node:path';
import test from 'ava';
import { cacheRoot, makePartial, removeLeftovers } from '../../../src/data/cache/cache-folder.ts';
import { namesIn, temporaryFolder, writeFiles } from '../fixtures.ts';

test('the cache lies where DEGRADATION_LAB_CACHE says, else where the system keeps such things', t => {
  t.is(cacheRoot({ DEGRADATION_LAB_CACHE: '/somewhere' }), join('/', 'somewhere'));
  t.regex(cacheRoot({}), /degradation-lab/);
});

test('leftovers of killed processes are removed after a day, and nothing that somebody may be working in', async t => {
  const root = await temporaryFolder(t);
  const [old, recent] = [await makePartial(root), await makePartial(root)];
  await writeFiles(join(old, 'data'));
  await writeFiles(join(root, 'cifar10'));
  const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000);
  await utimes(old, hoursAgo(25), hoursAgo(25));
  await utimes(recent, hoursAgo(23), hoursAgo(23));
  await utimes(join(root, 'cifar10'), hoursAgo(25), hoursAgo(25));
  await removeLeftovers(root);
  t.deepEqual(await namesIn(root), [basename(recent), 'cifar10'].sort());
});

test('a cache folder that is not there has no leftovers', async t => {
  await t.notThrowsAsync(removeLeftovers(join(await temporaryFolder(t), 'absent')));
});

test('a folder that cannot be written to is named with the setting', async t => {
  const absent = join(await temporaryFolder(t), 'absent');
  await t.throwsAsync(makePartial(absent), {
    name: 'DataError',
    message: /^cannot write to the cache folder .*absent .*Set DEGRADATION_LAB_CACHE/,
  });
});
