import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { PIXEL_BYTES } from '../../../src/data/cifar10/manifest.ts';
import { syntheticDataset } from '../../../src/data/synthetic/generate.ts';
import { syntheticImages, wholeSynthetic } from '../../../src/data/synthetic/kept.ts';
import { temporaryFolder } from '../fixtures.ts';

const drawn = syntheticDataset();

/** A folder for a cache, and the whole set from there, with how often it was drawn so far. */
function cached(folder: string) {
  let times = 0;
  const draw = () => {
    times++;
    return drawn;
  };
  return async () => ({ set: await wholeSynthetic(folder, draw), times });
}

test('the whole set is drawn once and comes from the cache ever after', async t => {
  const folder = join(await temporaryFolder(t), 'cache');
  const whole = cached(folder);
  t.is((await whole()).times, 1);
  t.is((await readdir(folder)).length, 1);
  const { set, times } = await whole();
  t.is(times, 1);
  t.true(isDrawn(set));
});

test('a file of the cache that was cut off or changed is drawn and kept anew', async t => {
  const folder = await temporaryFolder(t);
  const whole = cached(folder);
  await whole();
  const [name] = await readdir(folder);
  const path = join(folder, name!);
  const right = await readFile(path);
  const changed = Buffer.from(right);
  changed[changed.length - 1]! ^= 1;
  for (const [index, wrong] of [right.subarray(0, 1000), changed].entries()) {
    await writeFile(path, wrong);
    const { set, times } = await whole();
    t.is(times, index + 2);
    t.true(isDrawn(set));
    t.true(right.equals(await readFile(path)));
  }
});

test('where nothing can be kept, it is drawn all the same', async t => {
  const file = join(await temporaryFolder(t), 'file');
  await writeFile(file, '');
  t.true(isDrawn((await cached(file)()).set));
});

test('single synthetic images are those of the whole set', async t => {
  const { side, image } = await syntheticImages();
  t.is(side, 32);
  const { label, pixels } = image('test', 1999);
  t.is(label, drawn.test.labels[1999]!);
  t.deepEqual(Buffer.from(pixels), Buffer.from(drawn.test.images.subarray(1999 * PIXEL_BYTES)));
});

function isDrawn({ name, classes, sha256, train, test: testSet }: typeof drawn): boolean {
  return (
    name === drawn.name &&
    classes === drawn.classes &&
    sha256 === drawn.sha256 &&
    isSame(train, drawn.train) &&
    isSame(testSet, drawn.test)
  );
}

function isSame(one: typeof drawn.train, other: typeof drawn.train): boolean {
  return (
    one.count === other.count &&
    one.resolution === other.resolution &&
    Buffer.compare(one.labels, other.labels) === 0 &&
    Buffer.compare(one.images, other.images) === 0
  );
}
