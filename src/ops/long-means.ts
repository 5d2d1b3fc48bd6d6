import * as tf from '@tensorflow/tfjs';
import { operations } from '../engine/operations.ts';

/**
 * Of so many values at most a mean is taken at once, unless the engine says that it may be more. Where one is added up
 * after the other, as libtensorflow does, a sum of n alike errs by n · 1e-8 of itself.
 */
const LONGEST_SUM = 128;

/** Of how many values the current engine may take a mean at once. */
export function longestSum(): number {
  return operations().longestSum ?? LONGEST_SUM;
}

/**
 * Of images with more pixels than that, `[b, h, w, c]`, means of their parts, `[b, parts, 1, c]`, with the same mean;
 * others as they are.
 */
export function partMeans(maps: tf.Tensor4D): tf.Tensor4D {
  const [batch, height, width, channels] = maps.shape;
  const longest = longestSum();
  if (height * width <= longest) return maps;
  // Rows are parts that need no copy.
  const length = width > 1 && width <= longest ? width : longest;
  const cut = partsOf(maps.reshape([batch, height * width, channels]), length);
  const parts = cut.shape[1];
  const rows = cut.reshape([batch * parts, 1, length, channels]) as tf.Tensor4D;
  const means = tf.avgPool(rows, [1, length], 1, 'valid').reshape([batch, parts, 1, channels]);
  return partMeans(means as tf.Tensor4D);
}

/**
 * `[b, n, c]` → `[b, parts, length, c]`, with the same mean. What the last part lacks is filled with zeros, and all are
 * raised by as much as zeros lower it.
 */
export function partsOf(values: tf.Tensor3D, length: number): tf.Tensor4D {
  const [batch, count, channels] = values.shape;
  const parts = Math.ceil(count / length);
  const places = parts * length;
  const shape: tf.Tensor4D['shape'] = [batch, parts, length, channels];
  if (places === count) return values.reshape(shape);
  const whole = tf.pad(values, [
    [0, 0],
    [0, places - count],
    [0, 0],
  ]);
  return tf.mul(whole.reshape(shape), places / count);
}
