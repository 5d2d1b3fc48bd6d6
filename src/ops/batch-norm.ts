import * as tf from '@tensorflow/tfjs';
import { withOwnGradient } from '../engine/custom-gradient.ts';
import { type BatchNormOutput, operations } from '../engine/operations.ts';
import { affine, channelMean } from './channels.ts';

/** Added to the variance (Ioffe & Szegedy 2015, algorithm 1); the value that Caffe and PyTorch use. */
export const BATCH_NORM_EPSILON = 1e-5;

/**
 * Batch normalisation with the statistics of the batch itself, followed by ReLU if asked for
 * (Ioffe & Szegedy 2015, algorithm 1; gradients of section 3).
 *
 * Two passes over `x`: the variance is the mean of centred squares, which does not cancel. Only the centred
 * input and the output are kept for the backward pass.
 *
 * @param x `[b, h, w, c]`
 * @param scale γ, `[c]`
 * @param offset β, `[c]`
 */
export function batchNormTraining(
  x: tf.Tensor4D,
  scale: tf.Tensor1D,
  offset: tf.Tensor1D,
  activation: 'linear' | 'relu',
): BatchNormOutput {
  const own = operations().batchNormTraining;
  if (own) return own(x, scale, offset, activation, BATCH_NORM_EPSILON);
  const count = x.size / scale.size;
  let mean!: tf.Tensor1D;
  let variance!: tf.Tensor1D;
  const y = withOwnGradient(
    [x, scale, offset],
    (input, gamma, beta) => {
      mean = tf.keep(channelMean(input));
      const centred = affine(input, tf.onesLike(mean), tf.neg(mean));
      const biased = channelMean(tf.square(centred));
      variance = tf.keep(tf.mul(biased, count / Math.max(1, count - 1)));
      const inverse = inverseDeviation(biased);
      const value = affine(centred, tf.mul(gamma, inverse), beta, activation);
      return { value, saved: [centred, value, gamma, inverse] };
    },
    (dy, ...saved) => batchNormGradient(dy, saved, activation),
  );
  return { y, mean, variance };
}

type Saved = [centred: tf.Tensor4D, y: tf.Tensor4D, gamma: tf.Tensor1D, inverse: tf.Tensor1D];

function batchNormGradient(
  dy: tf.Tensor4D,
  [centred, y, gamma, inverse]: Saved,
  activation: 'linear' | 'relu',
): [x: tf.Tensor, scale: tf.Tensor, offset: tf.Tensor] {
  const count = centred.size / gamma.size;
  const masked = activation === 'relu' ? (tf.mul(dy, tf.step(y)) as tf.Tensor4D) : dy;
  const meanGradient = channelMean(masked);
  const meanProduct = channelMean(tf.mul(masked, centred));
  const factor = tf.mul(gamma, inverse) as tf.Tensor1D;
  // dx = γ/σ · (dy − mean(dy) − x̂ · mean(dy · x̂)), written as one affine map of each tensor.
  const direct = affine(masked, factor, tf.neg(tf.mul(factor, meanGradient)));
  const slope = tf.neg(tf.mul(factor, tf.mul(tf.square(inverse), meanProduct))) as tf.Tensor1D;
  const throughStatistics = affine(centred, slope, tf.zerosLike(slope));
  return [
    tf.add(direct, throughStatistics),
    tf.mul(tf.mul(meanProduct, inverse), count),
    tf.mul(meanGradient, count),
  ];
}

/**
 * Batch normalisation with moving statistics, followed by ReLU if asked for. Used in evaluation: it has a gradient of `x`
 * alone, nothing else changes there.
 */
export function batchNormInference(
  x: tf.Tensor4D,
  scale: tf.Tensor1D,
  offset: tf.Tensor1D,
  mean: tf.Tensor1D,
  variance: tf.Tensor1D,
  activation: 'linear' | 'relu',
): tf.Tensor4D {
  const factor = tf.mul(scale, inverseDeviation(variance)) as tf.Tensor1D;
  const shift = tf.sub(offset, tf.mul(mean, factor)) as tf.Tensor1D;
  return withOwnGradient(
    [x],
    input => {
      const value = affine(input, factor, shift, activation);
      return { value, saved: activation === 'relu' ? [value, factor] : [factor] };
    },
    (dy, ...saved) => {
      const [slope, y] = [...saved].reverse() as [tf.Tensor1D, tf.Tensor4D | undefined];
      return [tf.mul(y ? tf.mul(dy, tf.step(y)) : dy, slope)];
    },
  );
}

/** What a variance is divided by, inverted; of one that overflowed it is no number, where 0 would hide that. */
function inverseDeviation(variance: tf.Tensor1D): tf.Tensor1D {
  return tf.add(tf.rsqrt(tf.add(variance, BATCH_NORM_EPSILON)), tf.sub(variance, variance));
}
