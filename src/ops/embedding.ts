import * as tf from '@tensorflow/tfjs';
import { withOwnGradient } from '../engine/custom-gradient.ts';

/**
 * The vectors that stand for symbols: each number replaced by that row of the table.
 *
 * @param numbers `[b, h, w, 1]`, whole, from 0 on
 * @param table `[symbols, c]`
 * @returns `[b, h, w, c]`
 */
export function embed(numbers: tf.Tensor4D, table: tf.Tensor2D): tf.Tensor4D {
  return withOwnGradient(
    [table],
    vectors => ({ value: lookUp(numbers, vectors), saved: [numbers] }),
    (dy, symbols) => [lookUpGradient(dy, symbols, table.shape[0])],
  );
}

function lookUp(numbers: tf.Tensor4D, table: tf.Tensor2D): tf.Tensor4D {
  const [batch, height, width] = numbers.shape;
  return tf.tidy(() => tf.gather(table, indices(numbers)).reshape([batch, height, width, table.shape[1]]));
}

/** ∂loss/∂table, `[symbols, c]`: each row is the sum of the gradients of the places where its symbol stands. */
function lookUpGradient(dy: tf.Tensor4D, numbers: tf.Tensor4D, symbols: number): tf.Tensor2D {
  const channels = dy.shape[3];
  return tf.tidy(
    () =>
      tf.unsortedSegmentSum(
        dy.reshape([-1, channels]) as tf.Tensor2D,
        indices(numbers),
        symbols,
      ) as tf.Tensor2D,
  );
}

function indices(numbers: tf.Tensor4D): tf.Tensor1D {
  return numbers.flatten().toInt();
}
