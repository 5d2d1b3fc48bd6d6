import * as tf from '@tensorflow/tfjs';
import type { Pooling } from '../engine/kernels.ts';
import { nothingOf } from '../engine/not-finite.ts';
import { operations } from '../engine/operations.ts';

/** Explicit padding: TensorFlow's 'same' would pad an even number of pixels on the far side only, the paper's both. */
export const POOLING: Pooling = {
  filterSize: 3,
  strides: 2,
  pad: [
    [0, 0],
    [1, 1],
    [1, 1],
    [0, 0],
  ],
};

/**
 * Maximum of every window of 3×3 pixels with stride 2, `[b, h, w, c]` → `[b, ⌈h/2⌉, ⌈w/2⌉, c]` (He et al. 2015,
 * Table 1). Windows reach one pixel over each edge; what is there is never the largest. The gradient goes back to the
 * largest value of a window, of several to the first.
 */
export function maxPool(x: tf.Tensor4D): tf.Tensor4D {
  const { filterSize, strides, pad } = POOLING;
  const own = operations().maxPool;
  if (own) return own(x, filterSize, strides, pad);
  return tf.add(tf.maxPool(x, filterSize, strides, pad), nothingOf(x));
}
