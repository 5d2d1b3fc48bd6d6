import * as tf from '@tensorflow/tfjs';
import { operations } from '../engine/operations.ts';
import { globalAveragePool } from './global-average-pool.ts';
import { longestSum, partMeans, partsOf } from './long-means.ts';

/**
 * Mean over batch, rows and columns: `[b, h, w, c]` → `[c]`. Has no gradient of its own: it is a part of
 * operations that define theirs.
 *
 * First within images, then over them: libtensorflow adds up one value after the other, and over a hundred
 * thousand of them loses two digits. Of large images and batches parts are averaged before.
 */
export function channelMean(x: tf.Tensor4D): tf.Tensor1D {
  return tf.tidy(() => {
    const short = imageMeans(partMeans(x));
    return operations().channelMean?.(short) ?? tf.mean(tf.mean(short, [1, 2]), 0);
  });
}

/** Of more images than a mean may be of at once, their means, as if they were the pixels of few: with the same mean as `x`. */
function imageMeans(x: tf.Tensor4D): tf.Tensor4D {
  const [images, , , channels] = x.shape;
  const longest = longestSum();
  if (images <= longest) return x;
  const means = globalAveragePool(x).reshape([1, images, channels]) as tf.Tensor3D;
  const parts = partsOf(means, longest);
  return imageMeans(parts.reshape([parts.shape[1], 1, longest, channels]));
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
