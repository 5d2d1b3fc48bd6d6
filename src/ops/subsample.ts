import * as tf from '@tensorflow/tfjs';

/**
 * Every `stride`-th pixel, with zero channels appended: the parameter-free shortcut (option A) of
 * He et al. 2015, section 3.3. `[b, h, w, in]` → `[b, ⌈h/stride⌉, ⌈w/stride⌉, out]`.
 *
 * Written as a 1×1 convolution with a constant filter of ones and zeros, exact and differentiable on every
 * engine (tfjs has no gradient for strided slices).
 */
export function subsampleAndPadChannels(x: tf.Tensor4D, stride: number, channels: number): tf.Tensor4D {
  return tf.conv2d(x, passingFilter(x.shape[3], channels), stride, 'valid');
}

/** `[1, 1, in, out]`: passes each channel on as it is; what there is no input for is 0. */
export function passingFilter(inputs: number, outputs: number): tf.Tensor4D {
  return tf.tidy(() => tf.eye(inputs, outputs).reshape([1, 1, inputs, outputs]) as tf.Tensor4D);
}
