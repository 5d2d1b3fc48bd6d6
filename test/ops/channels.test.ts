import * as tf from '@tensorflow/tfjs';
import test from 'ava';
import fc from 'fast-check';
import { affine, channelMean } from '../../src/ops/channels.ts';
import { globalAveragePool } from '../../src/ops/global-average-pool.ts';
import { trainingEngine } from '../training-engine.ts';
import { distance, engines, normals, on } from './numbers.ts';
import { moments, size } from './reference.ts';

const shapes = fc.tuple(
  fc.integer({ min: 1, max: 5 }),
  fc.integer({ min: 1, max: 6 }),
  fc.integer({ min: 1, max: 6 }),
  fc.integer({ min: 1, max: 17 }),
);

for (const engine of engines) {
  test.serial(`the mean of each channel is that of plain loops on ${engine}`, async t => {
    const property = fc.asyncProperty(shapes, fc.nat({ max: 1000 }), async (shape, seed) => {
      const x = normals(size(shape), seed, 'x');
      const mean = await on(engine, () =>
        tf.tidy(() =>
          channelMean(tf.tensor4d(Float32Array.from(x), shape))
            .dataSync()
            .slice(),
        ),
      );
      const difference = distance(mean, moments(x, shape[3]).mean);
      if (!(difference < 1e-6)) throw new Error(`${difference} off`);
    });
    // Pooling one value over one place is a case of its own in some libraries.
    const examples: [[number, number, number, number], number][] = [
      [[1, 1, 1, 3], 1],
      [[1, 4, 4, 3], 1],
      [[5, 1, 1, 3], 1],
    ];
    await t.notThrowsAsync(fc.assert(property, { numRuns: 50, examples, includeErrorInReport: true }));
  });

  test.serial(`scale, offset and ReLU of each channel are those of plain loops on ${engine}`, async t => {
    const property = fc.asyncProperty(
      shapes,
      fc.nat({ max: 1000 }),
      fc.constantFrom('linear', 'relu'),
      async (shape, seed, activation) => {
        const channels = shape[3];
        const x = normals(size(shape), seed, 'x');
        const [scale, offset] = [normals(channels, seed, 'scale'), normals(channels, seed, 'offset')];
        const y = await on(engine, () =>
          tf.tidy(() => {
            const [image, a, b] = [x, scale, offset].map(values => Float32Array.from(values));
            return affine(tf.tensor4d(image!, shape), tf.tensor1d(a!), tf.tensor1d(b!), activation)
              .dataSync()
              .slice();
          }),
        );
        const expected = x.map((value, i) => {
          const shifted = value * scale[i % channels]! + offset[i % channels]!;
          return activation === 'relu' ? Math.max(0, shifted) : shifted;
        });
        const difference = distance(y, expected);
        if (!(difference < 1e-6)) throw new Error(`${difference} off`);
      },
    );
    await t.notThrowsAsync(fc.assert(property, { numRuns: 50, includeErrorInReport: true }));
  });
}

test.serial('a mean over many large images is as precise as float32 allows', async t => {
  const shape = [128, 32, 32, 2] as const;
  const x = normals(size(shape), 1, 'x').map(value => Math.fround(3 + value));
  const mean = await on(trainingEngine, () =>
    tf.tidy(() =>
      channelMean(tf.tensor4d(Float32Array.from(x), [...shape]))
        .dataSync()
        .slice(),
    ),
  );
  t.true(distance(mean, moments(x, 2).mean) < 1e-6);
});

/**
 * More pixels in an image, in a row, in a column, more images, and more of both than single precision adds up one after
 * the other; the last are of sizes that cannot be divided.
 */
const long: [number, number, number, number][] = [
  [2, 512, 512, 1],
  [1, 4, 3000, 2],
  [1, 1, 5000, 3],
  [2, 5000, 1, 1],
  [20_000, 1, 1, 3],
  [4100, 2, 2, 2],
  [1025, 33, 32, 1],
  [1000, 32, 32, 1],
  [1, 1, 5003, 2],
  [4099, 1, 1, 2],
  [131, 13, 11, 2],
  [1031, 37, 31, 1],
];

for (const engine of engines) {
  test.serial(`means of images and of batches of any size keep their digits on ${engine}`, async t => {
    for (const shape of long) {
      // All of them alike: each addition errs to the same side.
      const x = new Float32Array(size(shape)).fill(0.1);
      x[0] = 2;
      const [mean, pooled] = await on(engine, () =>
        tf.tidy(() => {
          const maps = tf.tensor4d(x, shape);
          return [channelMean(maps), globalAveragePool(maps)].map(means => means.dataSync().slice());
        }),
      );
      const expected = moments(x, shape[3]).mean;
      t.true(distance(mean!, expected, 0) < 5e-6, `${shape}: ${distance(mean!, expected, 0)}`);
      const image = x.subarray(x.length - x.length / shape[0]);
      const last = pooled!.slice(-shape[3]);
      t.true(distance(last, moments(image, shape[3]).mean, 0) < 5e-6, `an image of ${shape}`);
    }
  });
}

test.serial('the gradient of the mean of a large image is shared by all pixels', async t => {
  const [gradient] = await on(trainingEngine, () =>
    tf.tidy(() => {
      const maps = tf.fill([2, 40, 50, 3], 0.1) as tf.Tensor4D;
      return [
        tf
          .grad(globalAveragePool as (x: tf.Tensor) => tf.Tensor)(maps, tf.fill([2, 3], 2000))
          .dataSync(),
      ];
    }),
  );
  t.is(gradient!.length, 2 * 40 * 50 * 3);
  t.true(gradient!.every(value => value === 1));
});
