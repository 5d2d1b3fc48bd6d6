import test from 'ava';
import type { ImageSet } from '../../../src/data/images/image-set.ts';
import { resize } from '../../../src/data/images/resize.ts';
import { syntheticDataset } from '../../../src/data/synthetic/generate.ts';
import { SYNTHETIC_SHA256 } from '../../../src/data/synthetic/kept.ts';

const small = { train: 2000, test: 500 };

test('the synthetic set has the same bytes on every machine', async t => {
  const { sha256, train, test: testSet } = syntheticDataset();
  t.is(sha256, SYNTHETIC_SHA256);
  t.deepEqual([train.count, testSet.count, train.resolution], [12_000, 2_000, 32]);
  t.is(train.images.length, 12_000 * 3072);
});

test('its classes are balanced and its splits differ', t => {
  const { train, test: testSet } = syntheticDataset(small);
  for (let label = 0; label < 10; label++) {
    t.is(train.labels.filter(other => other === label).length, 200);
  }
  t.notDeepEqual(train.images.subarray(0, 3072), testSet.images.subarray(0, 3072));
});

test('a linear classifier on its pixels is not much better than guessing', t => {
  const { train, test: testSet } = syntheticDataset(small);
  const accuracy = linearAccuracy(pixels(train), train.labels, pixels(testSet), testSet.labels);
  t.true(accuracy < 20, `${accuracy} %`);
});

test('a linear classifier on local texture does well, so there is something for a convolution to learn', t => {
  const { train, test: testSet } = syntheticDataset(small);
  const accuracy = linearAccuracy(textures(train), train.labels, textures(testSet), testSet.labels);
  t.true(accuracy > 60, `${accuracy} %`);
});

/** Pixels at resolution 8, roughly −1 to 1. */
function pixels(set: ImageSet): Float64Array[] {
  const { images, count } = resize(set, 8);
  return Array.from({ length: count }, (_, i) =>
    Float64Array.from(images.subarray(i * 192, (i + 1) * 192), byte => byte / 64 - 2),
  );
}

/** Normalised covariances of each image with itself moved by up to eight pixels: places do not matter. */
function textures(set: ImageSet): Float64Array[] {
  const shifts = [4, 8].flatMap(
    d =>
      [
        [d, 0],
        [0, d],
        [d, d],
        [d, -d],
      ] as [number, number][],
  );
  return Array.from({ length: set.count }, (_, image) => {
    const grey = (y: number, x: number, c: number) => set.images[image * 3072 + (y * 32 + x) * 3 + c]!;
    const features = shifts.map(([dx, dy]) => {
      let squares = 0;
      let differences = 0;
      for (let c = 0; c < 3; c++) {
        for (let y = 8; y < 24; y++) {
          for (let x = 8; x < 24; x++) {
            differences += (grey(y, x, c) - grey(y + dy, x + dx, c)) ** 2;
            squares += (grey(y, x, c) - 128) ** 2 + 1;
          }
        }
      }
      return Math.log(differences / squares + 0.01);
    });
    const mean = features.reduce((a, b) => a + b) / features.length;
    return Float64Array.from(features, value => value - mean);
  });
}

/** Test accuracy in percent of softmax regression, trained by 30 passes of stochastic gradient descent. */
function linearAccuracy(
  xs: Float64Array[],
  ys: Uint8Array,
  testXs: Float64Array[],
  testYs: Uint8Array,
): number {
  const size = xs[0]!.length;
  const weights = Array.from({ length: 10 }, () => new Float64Array(size + 1));
  const logits = (x: Float64Array) =>
    weights.map(w => {
      let sum = w[size]!;
      for (let i = 0; i < size; i++) sum += w[i]! * x[i]!;
      return sum;
    });
  for (let pass = 0; pass < 30; pass++) {
    for (const [n, x] of xs.entries()) {
      const out = logits(x);
      const top = Math.max(...out);
      const powers = out.map(value => Math.exp(value - top));
      const total = powers.reduce((a, b) => a + b);
      for (const [label, w] of weights.entries()) {
        const step = 0.01 * ((label === ys[n] ? 1 : 0) - powers[label]! / total);
        for (let i = 0; i < size; i++) w[i]! += step * x[i]!;
        w[size]! += step;
      }
    }
  }
  const right = testXs.filter((x, n) => {
    const out = logits(x);
    return out.indexOf(Math.max(...out)) === testYs[n];
  });
  return (100 * right.length) / testXs.length;
}
