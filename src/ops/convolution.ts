import * as tf from '@tensorflow/tfjs';
import type { Convolution } from './maps.ts';

/** Convolution without bias, `[b, h, w, in]` → `[b, ⌈h/stride⌉, ⌈w/stride⌉, out]`. */
export function convolve(x: tf.Tensor4D, { filter, stride }: Convolution): tf.Tensor4D {
  // Explicit padding: with stride 2, TensorFlow's 'same' would pad only the far side, the paper's both.
  const [top, left] = [(filter.shape[0] - 1) / 2, (filter.shape[1] - 1) / 2];
  return tf.conv2d(x, filter, stride, [
    [0, 0],
    [top, top],
    [left, left],
    [0, 0],
  ]);
}
