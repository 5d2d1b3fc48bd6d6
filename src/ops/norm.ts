import * as tf from '@tensorflow/tfjs';

/** Below it a square is 0 in single precision, above its inverse infinite. */
const TINY = 1e-30;

/** So many values at most are added up one after the other: over more of them, single precision loses digits. */
const ROW = 512;

/**
 * L2 norm of all values, a scalar; also where squares would not fit into single precision, as with gradients that
 * vanish or explode.
 */
export function l2Norm(x: tf.Tensor): tf.Scalar {
  return tf.tidy(() => {
    const largest = largestOf(x);
    return tf.mul(largest, tf.sqrt(sumOf(tf.square(tf.div(x, largest))))) as tf.Scalar;
  });
}

/** L2 norm of the values of all tensors together, of which there has to be one. */
export function commonNorm(tensors: readonly tf.Tensor[]): tf.Scalar {
  return tf.tidy(() => l2Norm(tf.stack(tensors.map(l2Norm))));
}

/** Root mean square of feature maps, `[batch, rows, columns, channels]`, as careful as `l2Norm`. */
export function rootMeanSquare(x: tf.Tensor4D): tf.Scalar {
  return tf.tidy(() => tf.div(l2Norm(x), Math.sqrt(x.size)));
}

/** Sum of all values, a scalar: sums of rows, then of what they came to, down to a single one. */
export function sumOf(x: tf.Tensor): tf.Scalar {
  return tf.tidy(() => {
    let values = x.flatten();
    while (values.size > ROW) {
      const rows = Math.ceil(values.size / ROW);
      const missing = rows * ROW - values.size;
      const whole = missing > 0 ? tf.pad(values, [[0, missing]]) : values;
      values = tf.sum(whole.reshape([rows, ROW]), 1);
    }
    return tf.sum(values);
  });
}

function largestOf(x: tf.Tensor): tf.Tensor {
  return tf.maximum(tf.max(tf.abs(x)), TINY);
}
