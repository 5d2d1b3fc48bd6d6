import * as tf from '@tensorflow/tfjs';
import test from 'ava';
import { l2Norm, rootMeanSquare } from '../../src/ops/norm.ts';
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
