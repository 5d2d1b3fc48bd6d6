import * as tf from '@tensorflow/tfjs';

/**
 * Mean softmax cross-entropy. The gradient is (softmax(logits) − target) / batch.
 *
 * @param logits `[batch, classes]`
 * @param targets probabilities, `[batch, classes]`; one-hot for plain labels
 * @returns a scalar, in nats
 */
export function softmaxCrossEntropy(logits: tf.Tensor2D, targets: tf.Tensor2D): tf.Scalar {
  const loss = tf.customGrad((...args) => {
    const [scores, save] = args as unknown as [tf.Tensor2D, tf.GradSaveFunc];
    const shifted = tf.sub(scores, tf.max(scores, 1, true));
    const logProbabilities = tf.sub(shifted, tf.log(tf.sum(tf.exp(shifted), 1, true)));
    const value = tf.neg(tf.mean(tf.sum(tf.mul(targets, logProbabilities), 1))) as tf.Scalar;
    save([tf.exp(logProbabilities), targets]);
    return {
      value,
      gradFunc: (dy, [probabilities, wanted]) =>
        tf.mul(tf.sub(probabilities!, wanted!), tf.div(dy, scores.shape[0])) as tf.Tensor2D,
    };
  });
  return loss(logits) as tf.Scalar;
}
