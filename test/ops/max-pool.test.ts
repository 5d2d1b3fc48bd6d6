import * as tf from '@tensorflow/tfjs';
import test from 'ava';
import fc from 'fast-check';
import { maxPool } from '../../src/ops/max-pool.ts';
import { trainingEngine } from '../training-engine.ts';
import { distance, engines, normals, on } from './numbers.ts';
import { centralDifference, dot, maxPooling, type Shape4, size } from './reference.ts';

const cases = fc.record({
  shape: fc.tuple(
    fc.integer({ min: 1, max: 3 }),
    fc.integer({ min: 1, max: 9 }),
    fc.integer({ min: 1, max: 9 }),
    fc.integer({ min: 1, max: 5 }),
  ),
  seed: fc.nat({ max: 1000 }),
  /** Of few different values, so that most windows have several that are the largest. */
  ties: fc.boolean(),
});

const ofNetworks = { window: [3, 3], strides: [2, 2], before: [1, 1] } as const;

for (const engine of engines) {
  test.serial(
    `it takes the largest of each window, and sends its gradient to the first of them, on ${engine}`,
    async t => {
      const property = fc.asyncProperty(cases, async ({ shape, seed, ties }) => {
        const x = normals(size(shape), seed, 'x').map(value => (ties ? Math.round(value) : value));
        const { y, dy, dx, outShape } = expected(x, shape, seed);
        const actual = await on(engine, () => valueAndGradient(x, shape, dy, outShape));
        if (!tf.util.arraysEqual(actual.shape, [...outShape])) throw new Error(`shape ${actual.shape}`);
        // Not a value is computed in the forward pass; on the way back a pixel adds up to four.
        if (distance(actual.y, y) !== 0) throw new Error(`${actual.y}, not ${y}`);
        if (!(distance(actual.dx, dx) < 1e-6)) throw new Error(`${actual.dx}, not ${dx}`);
      });
      await t.notThrowsAsync(fc.assert(property, { numRuns: 60, includeErrorInReport: true }));
    },
  );
}

for (const engine of engines) {
  test.serial(
    `what is no number comes out of an image, whatever else is in its window, on ${engine}`,
    async t => {
      const shape: Shape4 = [2, 5, 5, 5];
      const values = normals(size(shape), 1, 'x');
      for (let channel = 0; channel < shape[3]; channel++) {
        const y = await on(engine, () =>
          tf.tidy(() => {
            const x = Float32Array.from(values);
            x[12 * shape[3] + channel] = Number.NaN;
            return maxPool(tf.tensor(x, [...shape]) as tf.Tensor4D)
              .dataSync()
              .slice();
          }),
        );
        // The middle pixel lies in the middle window alone.
        t.true(Number.isNaN(y[4 * shape[3] + channel]));
        t.true([...y].every((value, i) => i % shape[3] === channel || Number.isFinite(value)));
      }
    },
  );
}

test.serial('its gradient is the central difference of the forward pass', async t => {
  const shape = [2, 7, 6, 3] as const;
  const x = normals(size(shape), 3, 'x');
  const { dy, outShape } = expected(x, shape, 3);
  const { dx } = await on(trainingEngine, () => valueAndGradient(x, shape, dy, outShape));
  const loss = () => dot(maxPooling(x, dy, { ...ofNetworks, x: shape, y: outShape }).y, dy);
  for (const index of x.keys()) {
    t.true(Math.abs(centralDifference(loss, x, index) - dx[index]!) < 1e-6, `coordinate ${index}`);
  }
});

test.serial('images of 112 pixels become 56, and what lies over the edge is never the largest', async t => {
  const { shape, y } = await on(trainingEngine, () =>
    tf.tidy(() => {
      const pooled = maxPool(tf.fill([1, 112, 112, 1], -5) as tf.Tensor4D);
      return { shape: pooled.shape, y: pooled.dataSync().slice() };
    }),
  );
  t.deepEqual(shape, [1, 56, 56, 1]);
  t.true(y.every(value => value === -5));
});

function expected(x: Float64Array, shape: Shape4, seed: number) {
  const [batch, height, width, channels] = shape;
  const outShape = [batch, Math.ceil(height / 2), Math.ceil(width / 2), channels] as const;
  const dy = normals(size(outShape), seed, 'dy');
  return { outShape, dy, ...maxPooling(x, dy, { ...ofNetworks, x: shape, y: outShape }) };
}

function valueAndGradient(x: Float64Array, shape: Shape4, dy: Float64Array, outShape: Shape4) {
  return tf.tidy(() => {
    const tensor = (values: Float64Array, of: Shape4) =>
      tf.tensor4d(Float32Array.from(values), [...of] as [number, number, number, number]);
    const pool = (maps: tf.Tensor) => maxPool(maps as tf.Tensor4D);
    const { value, grad } = tf.valueAndGrad(pool)(tensor(x, shape), tensor(dy, outShape));
    return { shape: value.shape, y: value.dataSync().slice(), dx: grad.dataSync().slice() };
  });
}
