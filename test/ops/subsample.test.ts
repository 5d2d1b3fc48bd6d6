import * as tf from '@tensorflow/tfjs';
import test from 'ava';
import fc from 'fast-check';
import { subsampleAndPadChannels } from '../../src/ops/subsample.ts';
import { engines, normals, on } from './numbers.ts';

type Size4 = [number, number, number, number];

const cases = fc.record({
  batch: fc.integer({ min: 1, max: 3 }),
  height: fc.integer({ min: 1, max: 9 }),
  width: fc.integer({ min: 1, max: 9 }),
  inputs: fc.integer({ min: 1, max: 5 }),
  added: fc.nat({ max: 5 }),
  stride: fc.constantFrom(1, 2),
  seed: fc.nat({ max: 1000 }),
});

for (const engine of engines) {
  test.serial(
    `it takes every other pixel, adds zeros, and sends gradients back, exactly, on ${engine}`,
    async t => {
      const property = fc.asyncProperty(
        cases,
        async ({ batch, height, width, inputs, added, stride, seed }) => {
          const outputs = inputs + added;
          const rows = Math.ceil(height / stride);
          const columns = Math.ceil(width / stride);
          const x = normals(batch * height * width * inputs, seed, 'x');
          const dy = normals(batch * rows * columns * outputs, seed, 'dy');
          const y = new Float32Array(dy.length);
          const dx = new Float32Array(x.length);
          for (let b = 0; b < batch; b++)
            for (let r = 0; r < rows; r++)
              for (let c = 0; c < columns; c++)
                for (let i = 0; i < inputs; i++) {
                  const from = ((b * height + r * stride) * width + c * stride) * inputs + i;
                  const to = ((b * rows + r) * columns + c) * outputs + i;
                  y[to] = x[from]!;
                  dx[from] = dy[to]!;
                }
          const actual = await on(engine, () =>
            tf.tidy(() => {
              const shape: Size4 = [batch, height, width, inputs];
              const image = tf.tensor4d(Float32Array.from(x), shape);
              const sample = (a: tf.Tensor) => subsampleAndPadChannels(a as tf.Tensor4D, stride, outputs);
              const { value, grad } = tf.valueAndGrad(sample)(
                image,
                tf.tensor4d(Float32Array.from(dy), [batch, rows, columns, outputs]),
              );
              return { shape: value.shape, y: value.dataSync().slice(), dx: grad.dataSync().slice() };
            }),
          );
          const expected = { shape: [batch, rows, columns, outputs], y, dx };
          if (!same(actual, expected))
            throw new Error(`${JSON.stringify(actual)}, not ${JSON.stringify(expected)}`);
        },
      );
      await t.notThrowsAsync(fc.assert(property, { numRuns: 50, includeErrorInReport: true }));
    },
  );
}

interface Outcome {
  readonly shape: readonly number[];
  readonly y: ArrayLike<number>;
  readonly dx: ArrayLike<number>;
}

function same(a: Outcome, b: Outcome): boolean {
  const equal = (p: ArrayLike<number>, q: ArrayLike<number>) =>
    p.length === q.length && Array.from(p).every((value, i) => value === q[i]);
  return equal(a.shape, b.shape) && equal(a.y, b.y) && equal(a.dx, b.dx);
}
