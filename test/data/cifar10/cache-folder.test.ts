import { join } from 'node:path';
import test from 'ava';
import { cacheRoot, lockCache } from '../../../src/data/cifar10/cache-folder.ts';
import { namesIn, temporaryFolder } from '../fixtures.ts';

test('the cache lies where DEGRADATION_LAB_CACHE says, else where the system keeps such things', t => {
  t.is(cacheRoot({ DEGRADATION_LAB_CACHE: '/somewhere' }), join('/', 'somewhere'));
  t.regex(cacheRoot({}), /degradation-lab/);
});

test('whoever comes second waits for the lock, says so once, and gets it when it is free', async t => {
  const root = await temporaryFolder(t);
  const release = await lockCache(root, { onWait: () => t.fail(), signal: undefined });
  let waits = 0;
  const onWait = () => {
    waits++;
    void release();
  };
  const releaseSecond = await lockCache(root, { onWait, signal: undefined });
  await releaseSecond();
  t.is(waits, 1);
});

test('waiting for the lock can be aborted', async t => {
  const root = await temporaryFolder(t);
  const release = await lockCache(root, { onWait: () => {}, signal: undefined });
  const controller = new AbortController();
  const second = lockCache(root, { onWait: () => controller.abort(), signal: controller.signal });
  await t.throwsAsync(second, { name: 'AbortError' });
  await release();
  t.deepEqual(await namesIn(root), []);
});
