import * as tf from '@tensorflow/tfjs';
import { usesWasmHeap } from '../engine/names.ts';

/**
 * Mean over batch, rows and columns: `[b, h, w, c]` → `[c]`. Has no gradient of its own: it is a part of
 * operations that define theirs.
 *
 * First within images, then over them: libtensorflow adds up one value after the other, and over a hundred
 * thousand of them loses two digits. On wasm two average poolings do it: tfjs's `mean` is five times slower,
 * and summing by `matMul` with ones makes a packed copy of `x` that lives as long as `x`.
 */
export function channelMean(x: tf.Tensor4D): tf.Tensor1D {
  if (!usesWasmHeap(tf.getBackend())) return tf.mean(tf.mean(x, [1, 2]), 0);
  const [batch, height, width, channels] = x.shape;
  const perImage = tf.avgPool(x, [height, width], 1, 'valid').reshape([1, batch, 1, channels]);
  return tf.avgPool(perImage as tf.Tensor4D, [batch, 1], 1, 'valid').reshape([channels]);
}

/**
 * `relu?(x · scale + offset)` with one scale and one offset per channel, `[b, h, w, c]` and `[c]`. Has no
 * gradient of its own.
 *
 * On wasm it is a 1×1 depthwise convolution, which fuses all three: broadcasting kernels take ten times as
 * long.
 */
export function affine(
  x: tf.Tensor4D,
  scale: tf.Tensor1D,
  offset: tf.Tensor1D,
  activation: 'linear' | 'relu' = 'linear',
): tf.Tensor4D {
  if (usesWasmHeap(tf.getBackend())) {
    const filter = scale.reshape([1, 1, scale.size, 1]);
    // The kernel itself: `tf.fused.depthwiseConv2d` takes three passes for a ReLU while gradients are recorded.
    return tf
      .engine()
      .runKernel(
        tf.FusedDepthwiseConv2D,
        { x, filter, bias: offset },
        { strides: 1, pad: 'valid', dataFormat: 'NHWC', dilations: 1, activation },
      ) as tf.Tensor4D;
  }
  const shifted = tf.add(tf.mul(x, scale), offset) as tf.Tensor4D;
  return activation === 'relu' ? tf.relu(shifted) : shifted;
}
