import { truncate } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { hasAllFiles, readVerified } from '../../../src/data/cifar10/verified-files.ts';
import type { DataProgress } from '../../../src/data/types.ts';
import { digest, FILES, MANIFEST, quiet, temporaryFolder, writeFiles } from '../fixtures.ts';

const LENGTH = 20 * 3073;

test('files are handed over in order, with the SHA-256 over all of them', async t => {
  const folder = await temporaryFolder(t);
  await writeFiles(folder);
  const seen: Uint8Array[] = [];
  const sha256 = await readVerified(folder, MANIFEST, bytes => seen.push(bytes.slice()), quiet);
  t.deepEqual(seen, Object.values(FILES));
  t.is(sha256, digest('sha256', Buffer.concat(seen), 'hex'));
});

test('progress counts bytes and ends at the total', async t => {
  const folder = await temporaryFolder(t);
  await writeFiles(folder);
  const events: DataProgress[] = [];
  await readVerified(folder, MANIFEST, () => {}, { ...quiet, onProgress: event => events.push(event) });
  t.deepEqual(
    events.map(({ stage, done, total }) => [stage, done, total]),
    [0, LENGTH, 2 * LENGTH].map(done => ['verify', done, 2 * LENGTH]),
  );
});

test('a file with one wrong byte is refused by name, with both MD5 sums, and never handed over', async t => {
  const folder = await temporaryFolder(t);
  const wrong = FILES['test_batch.bin']!.slice();
  wrong[1000]! ^= 1;
  await writeFiles(folder, { ...FILES, 'test_batch.bin': wrong });
  const seen: number[] = [];
  await t.throwsAsync(
    readVerified(folder, MANIFEST, (_, index) => seen.push(index), quiet),
    {
      message: `${join(folder, 'test_batch.bin')} is corrupt: expected MD5 ${MANIFEST.files[1]!.md5}, got ${digest('md5', wrong, 'hex')}`,
    },
  );
  t.deepEqual(seen, [0]);
});

test('a truncated file is refused by name, with both sizes', async t => {
  const folder = await temporaryFolder(t);
  await writeFiles(folder);
  await truncate(join(folder, 'data_batch_1.bin'), 1000);
  await t.throwsAsync(
    readVerified(folder, MANIFEST, () => {}, quiet),
    {
      message: `${join(folder, 'data_batch_1.bin')} is truncated: expected ${LENGTH} bytes, got 1000`,
    },
  );
  t.false(await hasAllFiles(folder, MANIFEST));
});

test('a missing file is refused by name', async t => {
  const folder = await temporaryFolder(t);
  await writeFiles(folder, { 'data_batch_1.bin': FILES['data_batch_1.bin']! });
  await t.throwsAsync(
    readVerified(folder, MANIFEST, () => {}, quiet),
    { message: /test_batch.bin is missing$/ },
  );
  t.false(await hasAllFiles(folder, MANIFEST));
});
