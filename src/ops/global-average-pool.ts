import * as tf from '@tensorflow/tfjs';

/** So many values at most are added up one after the other: over more of them, single precision loses digits. */
export const LONGEST_SUM = 1024;

/** Of images with more pixels than one sum should have, `[b, h, w, c]`, the mean of each row, `[b, h, 1, c]`; others as they are. */
export function rowMeans(maps: tf.Tensor4D): tf.Tensor4D {
  const [batch, height, width, channels] = maps.shape;
  if (height * width <= LONGEST_SUM) return maps;
  const rows = maps.reshape([batch * height, 1, width, channels]) as tf.Tensor4D;
  return tf.avgPool(rows, [1, width], 1, 'valid').reshape([batch, height, 1, channels]);
}

/**
 * Mean over rows and columns: `[b, h, w, c]` → `[b, c]`.
 *
 * tfjs's own gradient of `mean` fills a tensor of the input's size with ones, in JavaScript, at every step.
 */
export function globalAveragePool(maps: tf.Tensor4D): tf.Tensor2D {
  const [batch, height, width, channels] = maps.shape;
  const operation = tf.customGrad(() => ({
    value: pooled(rowMeans(maps)),
    gradFunc(dy: tf.Tensor2D) {
      const share = tf.div(dy, height * width).reshape([batch, 1, 1, channels]);
      return tf.tile(share, [1, height, width, 1]) as tf.Tensor4D;
    },
  }));
  return operation(maps) as tf.Tensor2D;
}

function pooled(maps: tf.Tensor4D): tf.Tensor2D {
  const [batch, height, width, channels] = maps.shape;
  return tf.avgPool(maps, [height, width], 1, 'valid').reshape([batch, channels]);
}
