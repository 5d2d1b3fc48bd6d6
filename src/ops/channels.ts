import * as tf from '@tensorflow/tfjs';
import { operations } from '../engine/operations.ts';

/**
 * Mean over batch, rows and columns: `[b, h, w, c]` → `[c]`. Has no gradient of its own: it is a part of
 * operations that define theirs.
 *
 * First within images, then over them: libtensorflow adds up one value after the other, and over a hundred
 * thousand of them loses two digits.
 */
export function channelMean(x: tf.Tensor4D): tf.Tensor1D {
  return operations().channelMean?.(x) ?? tf.mean(tf.mean(x, [1, 2]), 0);
}

/**
 * `relu?(x · scale + offset)` with one scale and one offset per channel, `[b, h, w, c]` and `[c]`. Has no
 * gradient of its own.
 */
export function affine(
  x: tf.Tensor4D,
  scale: tf.Tensor1D,
  offset: tf.Tensor1D,
  activation: 'linear' | 'relu' = 'linear',
): tf.Tensor4D {
  const own = operations().affine;
  if (own) return own(x, scale, offset, activation);
  const shifted = tf.add(tf.mul(x, scale), offset) as tf.Tensor4D;
  return activation === 'relu' ? tf.relu(shifted) : shifted;
}
