import * as tf from '@tensorflow/tfjs';
import test from 'ava';
import fc from 'fast-check';
import { embed } from '../../src/ops/embedding.ts';
import { randomStream } from '../../src/random.ts';
import { distance, engines, normals, on } from './numbers.ts';

const cases = fc.record({
  batch: fc.integer({ min: 1, max: 3 }),
  columns: fc.integer({ min: 1, max: 9 }),
  symbols: fc.integer({ min: 1, max: 7 }),
  channels: fc.integer({ min: 1, max: 17 }),
  seed: fc.nat({ max: 1000 }),
});

for (const engine of engines) {
  test.serial(
    `each symbol becomes its vector, and a vector’s gradient is the sum of those of its places, on ${engine}`,
    async t => {
      const property = fc.asyncProperty(cases, async ({ batch, columns, symbols, channels, seed }) => {
        const { integer } = randomStream(seed, 'symbols');
        const numbers = Array.from({ length: batch * columns }, () => integer(0, symbols - 1));
        const table = normals(symbols * channels, seed, 'table');
        const dy = normals(numbers.length * channels, seed, 'dy');
        const y = new Float64Array(dy.length);
        const dTable = new Float64Array(table.length);
        for (const [place, symbol] of numbers.entries())
          for (let c = 0; c < channels; c++) {
            y[place * channels + c] = table[symbol * channels + c]!;
            dTable[symbol * channels + c]! += dy[place * channels + c]!;
          }
        const actual = await on(engine, () =>
          tf.tidy(() => {
            const rows = tf.tensor4d(numbers, [batch, 1, columns, 1]);
            const { value, grad } = tf.valueAndGrad(vectors => embed(rows, vectors as tf.Tensor2D))(
              tf.tensor2d(Float32Array.from(table), [symbols, channels]),
              tf.tensor4d(Float32Array.from(dy), [batch, 1, columns, channels]),
            );
            return { shape: value.shape, y: value.dataSync().slice(), dTable: grad.dataSync().slice() };
          }),
        );
        if (String(actual.shape) !== String([batch, 1, columns, channels]))
          throw new Error(`${actual.shape}`);
        if (distance(actual.y, y) > 0) throw new Error(`${actual.y}, not ${y}`);
        if (!(distance(actual.dTable, dTable) < 1e-6)) throw new Error(`${actual.dTable}, not ${dTable}`);
      });
      await t.notThrowsAsync(fc.assert(property, { numRuns: 40, includeErrorInReport: true }));
    },
  );
}
