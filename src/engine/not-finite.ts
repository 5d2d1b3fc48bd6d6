import * as tf from '@tensorflow/tfjs';
import { withOwnGradient } from './custom-gradient.ts';

const registered = new Set<string>();

/**
 * Lets ReLU make no number of minus infinity on a backend of TensorFlow.js, instead of a 0 that would hide it: as the
 * leaky one does whose slope is 0.
 */
export function registerRectifier(backendName: string): void {
  if (registered.has(backendName)) return;
  registered.add(backendName);
  const { kernelFunc } = tf.getKernel(tf.LeakyRelu, backendName);
  tf.unregisterKernel(tf.Relu, backendName);
  tf.registerKernel({
    kernelName: tf.Relu,
    backendName,
    kernelFunc: call => kernelFunc({ ...call, attrs: { alpha: 0 } }),
  });
}

/**
 * `[b, h, w, c]` → `[b, 1, 1, c]` of zeros, or of no numbers where an image has any. To be added to what comparisons
 * made of `x`, which pass them over. Has no gradient.
 */
export function nothingOf(x: tf.Tensor4D): tf.Tensor {
  return withOwnGradient(
    [x],
    maps => ({ value: tf.mul(tf.mean(maps, [1, 2], true), 0), saved: [] }),
    () => [tf.zerosLike(x)],
  );
}
