import * as tf from '@tensorflow/tfjs';

/** Below it a square is 0 in single precision, above its inverse infinite. */
const TINY = 1e-30;

/** L2 norm of all values, a scalar; also where squares would not fit into single precision: vanishing gradients. */
export function l2Norm(x: tf.Tensor): tf.Scalar {
  return tf.tidy(() => {
    const largest = tf.maximum(tf.max(tf.abs(x)), TINY);
    return tf.mul(largest, tf.sqrt(tf.sum(tf.square(tf.div(x, largest))))) as tf.Scalar;
  });
}
