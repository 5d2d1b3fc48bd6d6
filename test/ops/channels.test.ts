import * as tf from '@tensorflow/tfjs';
import test from 'ava';
import fc from 'fast-check';
import { affine, channelMean } from '../../src/ops/channels.ts';
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
