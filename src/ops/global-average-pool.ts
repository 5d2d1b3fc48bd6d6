import * as tf from '@tensorflow/tfjs';
import { fusedAveragePixels, fusedSpreadPixels, hasFusedKernels } from '../engine/fused-kernels.ts';

/**
 * Mean over rows and columns: `[b, h, w, c]` → `[b, c]`.
 *
 * tfjs's own gradient of `mean` fills a tensor of the input's size with ones, in JavaScript, at every step.
 */
export function globalAveragePool(x: tf.Tensor4D): tf.Tensor2D {
  const [batch, height, width, channels] = x.shape;
  const operation = tf.customGrad(() => {
    const value = hasFusedKernels()
      ? fusedAveragePixels(x)
      : (tf.avgPool(x, [height, width], 1, 'valid').reshape([batch, channels]) as tf.Tensor2D);
    const gradFunc = (dy: tf.Tensor2D) => {
      if (hasFusedKernels()) return fusedSpreadPixels(dy, x.shape);
      const share = tf.div(dy, height * width).reshape([batch, 1, 1, channels]);
      return tf.tile(share, [1, height, width, 1]) as tf.Tensor4D;
    };
    return { value, gradFunc };
  });
  return operation(x) as tf.Tensor2D;
}
