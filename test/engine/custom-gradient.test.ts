import * as tf from '@tensorflow/tfjs';
import test from 'ava';
import { withOwnGradient } from '../../src/engine/custom-gradient.ts';
import { openTrainingEngine } from '../training-engine.ts';

test.beforeEach(openTrainingEngine);

/** x · factor, whose gradients are ten times too large; `factor` has as many values as x has columns. */
function tenfold(x: tf.Tensor2D, factor: tf.Tensor1D): tf.Tensor2D {
  return withOwnGradient(
    [x, factor],
    (rows, by) => ({ value: tf.mul(rows, by) as tf.Tensor2D, saved: [rows, by] }),
    (dy, rows, by) => [tf.mul(tf.mul(dy, by), 10), tf.mul(tf.sum(tf.mul(dy, rows), 0), 10)],
  );
}

test('an operation has the gradients that it says, of each input in its order, from what it saved', t => {
  tf.tidy(() => {
    const [x, factor] = [tf.tensor2d([1, 2, 3, 4], [2, 2]), tf.tensor1d([5, 6])];
    const { value, grads } = tf.valueAndGrads(tenfold as never)([x, factor], tf.ones([2, 2]));
    t.deepEqual([...value.dataSync()], [5, 12, 15, 24]);
    t.deepEqual(
      grads.map(gradient => [...gradient.dataSync()]),
      [
        [50, 60, 50, 60],
        [40, 60],
      ],
    );
  });
});

test('forward and back, an operation with its own gradient leaves no tensors', t => {
  const [x, factor] = [tf.tensor2d([1, 2, 3, 4], [2, 2]), tf.tensor1d([5, 6])];
  const before = tf.memory().numTensors;
  tenfold(x, factor).dispose();
  t.is(tf.memory().numTensors, before);
  const { value, grads } = tf.valueAndGrads(tenfold as never)([x, factor]);
  t.is(tf.memory().numTensors, before + 3);
  tf.dispose([value, ...grads, x, factor]);
});

test('what a gradient allocates is freed when it returns, not when the backward pass ends', t => {
  tf.tidy(() => {
    const held: number[] = [];
    const once = (x: tf.Tensor1D) =>
      withOwnGradient(
        [x],
        same => ({ value: same.clone(), saved: [] }),
        dy => {
          held.push(tf.memory().numTensors);
          return [tf.add(tf.add(tf.add(dy, 1), 1), 1)];
        },
      );
    tf.grad(x => once(once(once(x as tf.Tensor1D))))(tf.tensor1d([1, 2]));
    // One gradient more each time; or none, where the one before it has gone meanwhile.
    t.true(held[2]! - held[0]! <= 2, `${held}`);
  });
});
