import * as tf from '@tensorflow/tfjs';
import { withOwnGradient } from '../engine/custom-gradient.ts';

/**
 * Mean softmax cross-entropy. The gradient is (softmax(logits) − target) / batch.
 *
 * @param logits `[batch, classes]`
 * @param targets probabilities, `[batch, classes]`; one-hot for plain labels
 * @returns a scalar, in nats
 */
export function softmaxCrossEntropy(logits: tf.Tensor2D, targets: tf.Tensor2D): tf.Scalar {
  return withOwnGradient(
    [logits],
    scores => {
      const shifted = tf.sub(scores, tf.max(scores, 1, true));
      const logProbabilities = tf.sub(shifted, tf.log(tf.sum(tf.exp(shifted), 1, true)));
      const value = tf.neg(tf.mean(tf.sum(tf.mul(targets, logProbabilities), 1))) as tf.Scalar;
      return { value, saved: [tf.exp(logProbabilities), targets] };
    },
    (dy, probabilities, wanted) => [tf.mul(tf.sub(probabilities, wanted), tf.div(dy, logits.shape[0]))],
  );
}
