import * as tf from '@tensorflow/tfjs';
import { withOwnGradient } from '../engine/custom-gradient.ts';
import { partMeans } from './long-means.ts';

/**
 * Mean over rows and columns: `[b, h, w, c]` → `[b, c]`.
 *
 * tfjs's own gradient of `mean` fills a tensor of the input's size with ones, in JavaScript, at every step.
 */
export function globalAveragePool(maps: tf.Tensor4D): tf.Tensor2D {
  const [batch, height, width, channels] = maps.shape;
  return withOwnGradient(
    [maps],
    x => ({ value: pooled(partMeans(x)), saved: [] }),
    dy => {
      const share = tf.div(dy, height * width).reshape([batch, 1, 1, channels]);
      return [tf.tile(share, [1, height, width, 1])];
    },
  );
}

function pooled(maps: tf.Tensor4D): tf.Tensor2D {
  const [batch, height, width, channels] = maps.shape;
  return tf.avgPool(maps, [height, width], 1, 'valid').reshape([batch, channels]);
}
