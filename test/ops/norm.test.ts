import * as tf from '@tensorflow/tfjs';
import test from 'ava';
import { commonNorm, l2Norm, rootMeanSquare, sumOf } from '../../src/ops/norm.ts';
import { openTrainingEngine } from '../training-engine.ts';

test.beforeEach(openTrainingEngine);

for (const scale of [1e-25, 1, 1e25]) {
  test(`norms of values around ${scale} neither vanish nor overflow`, t => {
    const x = tf.tensor4d([3, -4, 0, 12], [1, 2, 1, 2]).mul(scale) as tf.Tensor4D;
    t.true(Math.abs(l2Norm(x).dataSync()[0]! / (13 * scale) - 1) < 1e-6);
    t.true(Math.abs(rootMeanSquare(x).dataSync()[0]! / (6.5 * scale) - 1) < 1e-6);
  });
}

test('the norm of zeros is zero', t => {
  t.is(l2Norm(tf.zeros([3, 2])).dataSync()[0], 0);
  t.is(rootMeanSquare(tf.zeros([1, 2, 2, 1])).dataSync()[0], 0);
});

/** Around a row's length and the weights of the largest layer; the last has whole rows. */
const sizes = [1, 511, 513, 100_003, 2_359_296];

for (const magnitude of [1e-25, 1, 1e25]) {
  test(`norms and sums of up to two million values around ${magnitude} are those in double precision`, t => {
    for (const size of sizes) {
      const values = Float32Array.from({ length: size }, (_, i) => magnitude * (1 + (i % 97) / 97));
      const squares = values.reduce((sum, value) => sum + value ** 2, 0);
      const sum = values.reduce((so, value) => so + value, 0);
      tf.tidy(() => {
        const x = tf.tensor1d(values);
        const off = (actual: tf.Scalar, wanted: number) => Math.abs(actual.dataSync()[0]! / wanted - 1);
        t.true(off(l2Norm(x), Math.sqrt(squares)) < 2e-6, `norm of ${size}`);
        t.true(off(sumOf(x), sum) < 2e-6, `sum of ${size}`);
        t.true(off(commonNorm([x, x, x]), Math.sqrt(3 * squares)) < 2e-6, `norm of three times ${size}`);
        const maps = x.reshape([1, 1, size, 1]) as tf.Tensor4D;
        t.true(off(rootMeanSquare(maps), Math.sqrt(squares / size)) < 2e-6, `mean square of ${size}`);
      });
    }
  });
}

test('a norm with something that is no finite number is none', t => {
  for (const value of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
    t.false(Number.isFinite(l2Norm(tf.tensor1d([1, value, 2])).dataSync()[0]));
    t.false(Number.isFinite(commonNorm([tf.tensor1d([1, 2]), tf.tensor1d([value])]).dataSync()[0]));
  }
});

test('a common norm that single precision cannot hold is no finite number', t => {
  const x = tf.fill([3], 3e38);
  t.false(Number.isFinite(commonNorm([x]).dataSync()[0]));
  t.false(Number.isFinite(commonNorm([tf.fill([1], 3e38), tf.fill([1], 3e38)]).dataSync()[0]));
});
