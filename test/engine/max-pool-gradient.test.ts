import * as tf from '@tensorflow/tfjs';
import test from 'ava';
import fc from 'fast-check';
import { distance, engines, normals, on } from '../ops/numbers.ts';
import { maxPooling, type Shape4, size } from '../ops/reference.ts';

const side = fc.tuple(fc.nat({ max: 1 }), fc.nat({ max: 1 }));
const cases = fc.record({
  x: fc.tuple(
    fc.integer({ min: 1, max: 3 }),
    fc.integer({ min: 4, max: 9 }),
    fc.integer({ min: 4, max: 9 }),
    fc.integer({ min: 1, max: 4 }),
  ),
  window: fc.tuple(fc.integer({ min: 2, max: 4 }), fc.integer({ min: 2, max: 4 })),
  strides: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 })),
  pad: fc.oneof(fc.constantFrom('same' as const, 'valid' as const), fc.tuple(side, side)),
  seed: fc.nat({ max: 1000 }),
});

// What other engines bring along themselves, they need not do for any padding.
for (const engine of engines.filter(name => name === 'wasm' || name === 'native')) {
  test.serial(
    `the gradient of max pooling of any window, stride and padding is that of plain loops, on ${engine}`,
    async t => {
      const property = fc.asyncProperty(cases, async ({ x: shape, window, strides, pad, seed }) => {
        const padding = typeof pad === 'string' ? pad : ([[0, 0], ...pad, [0, 0]] as Padding);
        const info = tf.backend_util.computePool2DInfo(shape, window, strides, 1, padding);
        const geometry = {
          x: shape,
          y: info.outShape as unknown as Shape4,
          window,
          strides,
          before: [info.padInfo.top, info.padInfo.left] as const,
        };
        const x = normals(size(shape), seed, 'x').map(Math.round);
        const dy = normals(size(geometry.y), seed, 'dy');
        const { dx } = maxPooling(x, dy, geometry);
        const actual = await on(engine, () =>
          tf.tidy(() => {
            const pool = (maps: tf.Tensor) => tf.maxPool(maps as tf.Tensor4D, window, strides, padding);
            const gradient = tf.grad(pool)(
              tf.tensor(Float32Array.from(x), shape),
              tf.tensor(Float32Array.from(dy), info.outShape),
            );
            return gradient.dataSync().slice();
          }),
        );
        if (!(distance(actual, dx) < 1e-6)) throw new Error(`${actual}, not ${dx}`);
      });
      await t.notThrowsAsync(fc.assert(property, { numRuns: 60, includeErrorInReport: true }));
    },
  );
}

type Side = [number, number];
type Padding = [Side, Side, Side, Side];
