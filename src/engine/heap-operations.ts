import * as tf from '@tensorflow/tfjs';
import type { Operations } from './operations.ts';

/** What engines with the kernels of the wasm backend do in their own way. */
export const heapOperations: Operations = {
  // Pooling adds up several sums side by side: a thousand values err no more than a hundred that one sum is made of.
  longestSum: 1024,

  // tfjs's `mean` is five times slower, and summing by `matMul` with ones makes a packed copy of `x` that lives as long
  // as `x`.
  channelMean(x) {
    const [batch, height, width, channels] = x.shape;
    const perImage = tf.avgPool(x, [height, width], 1, 'valid').reshape([1, batch, 1, channels]);
    return tf.avgPool(perImage as tf.Tensor4D, [batch, 1], 1, 'valid').reshape([channels]);
  },

  // The kernel itself lets through what is no number.
  maxPool: tf.maxPool,

  // A 1×1 depthwise convolution fuses all three: broadcasting kernels take ten times as long.
  affine(x, scale, offset, activation) {
    const filter = scale.reshape([1, 1, scale.size, 1]);
    // The kernel itself: `tf.fused.depthwiseConv2d` takes three passes for a ReLU while gradients are recorded.
    return tf
      .engine()
      .runKernel(
        tf.FusedDepthwiseConv2D,
        { x, filter, bias: offset },
        { strides: 1, pad: 'valid', dataFormat: 'NHWC', dilations: 1, activation },
      ) as tf.Tensor4D;
  },
};
