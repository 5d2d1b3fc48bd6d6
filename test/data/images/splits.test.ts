import test from 'ava';
import type { ImageSet } from '../../../src/data/images/image-set.ts';
import { resize } from '../../../src/data/images/resize.ts';
import { prepareSplits } from '../../../src/data/images/splits.ts';
import { pixelStatistics } from '../../../src/data/images/statistics.ts';
import { pick } from '../../../src/data/images/subset.ts';
import { syntheticDataset } from '../../../src/data/synthetic/generate.ts';
import { dataConfig } from '../fixtures.ts';

const raw = syntheticDataset({ train: 400, test: 100 });
const splitsOf = (changes: Parameters<typeof dataConfig>[0] = {}, seed = 1) => {
  const splits = prepareSplits(raw, dataConfig(changes), seed);
  return { ...splits, val: splits.val! };
};

/** Noise makes every synthetic image unique, so its bytes name it. */
function names({ images, count, resolution }: ImageSet): string[] {
  const bytes = resolution ** 2 * 3;
  return Array.from({ length: count }, (_, i) =>
    Buffer.from(images.subarray(i * bytes, (i + 1) * bytes)).toString('base64'),
  );
}

function spread({ labels }: ImageSet): number {
  const counts = Array.from({ length: 10 }, (_, label) => labels.filter(other => other === label).length);
  return Math.max(...counts) - Math.min(...counts);
}

test('splits have the sizes asked for and are balanced to within one image', t => {
  const config = dataConfig({ trainSize: 123, trainEvalSize: 45, valSize: 38, testSize: 77 });
  const { train, trainEval, val, test: testSet } = splitsOf(config);
  const all = [train, trainEval, val, testSet];
  t.deepEqual(
    all.map(set => set.count),
    [123, 45, 38, 77],
  );
  for (const set of all) {
    t.is(set.labels.length, set.count);
    t.is(set.images.length, set.count * 3072);
    t.true(spread(set) <= 1);
  }
});

test('training and validation images are disjoint, and together all there are', t => {
  const { train, val } = splitsOf({ trainSize: 360, valSize: 40 }, 5);
  t.deepEqual([...names(train), ...names(val)].sort(), names(raw.train).sort());
});

test('no size lets a validation image into the training split', t => {
  const pool = names(splitsOf({ valSize: 40 }, 5).val);
  const { train } = prepareSplits(raw, dataConfig({ trainSize: 360, valSize: 10 }), 5);
  const trained = new Set(names(train));
  t.false(pool.some(name => trained.has(name)));
});

test('the part of the training split for the training error is in it, and so is a smaller split', t => {
  const { train, trainEval } = prepareSplits(raw, dataConfig(), 1);
  t.deepEqual(names(trainEval), names(train).slice(0, 50));
  const larger = new Set(names(prepareSplits(raw, dataConfig({ trainSize: 300 }), 1).train));
  t.true(names(train).every(name => larger.has(name)));
});

test('the seed decides the splits, except for the test images', t => {
  const [one, again, two] = [1, 1, 2].map(seed => splitsOf({}, seed));
  t.deepEqual(one, again);
  t.notDeepEqual(names(one!.val), names(two!.val));
  t.deepEqual(one!.test, two!.test);
});

test('every image is known by its number in the whole set, at any resolution', t => {
  const { train, trainEval, val, test: testSet } = splitsOf({ resolution: 8 }, 4);
  for (const [set, all] of [
    [train, raw.train],
    [trainEval, raw.train],
    [val, raw.train],
    [testSet, raw.test],
  ] as const) {
    t.is(set.numbers!.length, set.count);
    t.deepEqual(names(resize(pick(all, Uint32Array.from(set.numbers!)), 8)), names(set));
  }
});

test('images keep their labels through splitting', t => {
  const labelOf = new Map(names(raw.train).map((name, i) => [name, raw.train.labels[i]]));
  const { train } = prepareSplits(raw, dataConfig(), 3);
  for (const [i, name] of names(train).entries()) t.is(train.labels[i], labelOf.get(name));
});

test('statistics come from the training split alone', t => {
  const splits = prepareSplits(raw, dataConfig(), 1);
  const { pixelMean, pixelStd } = pixelStatistics(splits.train);
  t.deepEqual(splits.pixelMean, pixelMean);
  t.is(splits.pixelStd, pixelStd);
  const blackTest = { ...raw.test, images: new Uint8Array(raw.test.images.length) };
  const other = prepareSplits({ ...raw, test: blackTest }, dataConfig({ valSize: 40 }), 1);
  t.deepEqual(other.pixelMean, pixelMean);
  t.is(other.pixelStd, pixelStd);
});

for (const resolution of [32, 16, 8] as const) {
  test(`at resolution ${resolution} everything has that resolution`, t => {
    const splits = splitsOf({ resolution });
    t.is(splits.pixelMean.length, resolution ** 2 * 3);
    for (const set of [splits.train, splits.trainEval, splits.val, splits.test]) {
      t.is(set.resolution, resolution);
      t.is(set.images.length, set.count * resolution ** 2 * 3);
    }
  });
}

test('without validation all images are trained on, the pool for validation last', t => {
  const { train, val } = prepareSplits(raw, dataConfig({ trainSize: 400, valSize: 0 }), 5);
  t.is(val, null);
  t.deepEqual([...names(train)].sort(), names(raw.train).sort());
  t.is(spread(train), 0);
  const withPool = splitsOf({ trainSize: 360, valSize: 40 }, 5);
  t.deepEqual(names(train), [...names(withPool.train), ...names(withPool.val)]);
});

test('whether there is validation does not change a smaller training split', t => {
  const [without, having] = [0, 20].map(valSize => prepareSplits(raw, dataConfig({ valSize }), 3).train);
  t.deepEqual(without, having);
});

test('sizes that do not fit the data are refused', t => {
  t.throws(() => prepareSplits(raw, dataConfig({ trainSize: 361 }), 1), {
    message: /10 to 360 .*; got 361$/,
  });
});
