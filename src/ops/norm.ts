import * as tf from '@tensorflow/tfjs';
import { channelMean } from './channels.ts';

/** Below it a square is 0 in single precision, above its inverse infinite. */
const TINY = 1e-30;

/**
 * L2 norm of all values, a scalar; also where squares would not fit into single precision, as with gradients that
 * vanish or explode.
 */
export function l2Norm(x: tf.Tensor): tf.Scalar {
  return tf.tidy(() => {
    const largest = largestOf(x);
    return tf.mul(largest, tf.sqrt(tf.sum(tf.square(tf.div(x, largest))))) as tf.Scalar;
  });
}

/** Root mean square of feature maps, `[batch, rows, columns, channels]`, as careful as `l2Norm`. */
export function rootMeanSquare(x: tf.Tensor4D): tf.Scalar {
  return tf.tidy(() => {
    const largest = largestOf(x);
    return tf.mul(largest, tf.sqrt(tf.mean(channelMean(tf.square(tf.div(x, largest)))))) as tf.Scalar;
  });
}

/** L2 norm of feature maps, whose many values are added up in parts: one after the other they lose digits. */
export function mapsNorm(x: tf.Tensor4D): tf.Scalar {
  return tf.tidy(() => tf.mul(rootMeanSquare(x), Math.sqrt(x.size)));
}

function largestOf(x: tf.Tensor): tf.Tensor {
  return tf.maximum(tf.max(tf.abs(x)), TINY);
}
