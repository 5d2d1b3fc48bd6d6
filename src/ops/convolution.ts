import * as tf from '@tensorflow/tfjs';
import { BATCH_NORM_EPSILON, batchNormInference, batchNormTraining } from './batch-norm.ts';
import { type FeatureMaps, toTensor } from './feature-maps.ts';
import { FusedMaps } from './fused-maps.ts';

export interface ConvolutionArguments {
  readonly x: FeatureMaps;
  /** `[rows, columns, in, out]`, with odd sides. */
  readonly filter: tf.Tensor4D;
  readonly stride: number;
}

/** Learned by batch normalisation, `[c]` each. */
export interface ScaleAndOffset {
  readonly scale: tf.Tensor1D;
  readonly offset: tf.Tensor1D;
}

/** What batch normalisation uses in evaluation, `[c]` each. */
export interface MovingStatistics {
  readonly mean: tf.Tensor1D;
  readonly variance: tf.Tensor1D;
}

export interface BatchNormalised {
  readonly y: FeatureMaps;
  /** Mean and unbiased variance of the batch, `[c]`, kept: the caller disposes them. */
  readonly mean: tf.Tensor1D;
  readonly variance: tf.Tensor1D;
}

/** Convolution without bias, `[b, h, w, in]` → `[b, ⌈h/stride⌉, ⌈w/stride⌉, out]`. */
export function convolution({ x, filter, stride }: ConvolutionArguments): tf.Tensor4D {
  // Explicit padding: with stride 2, TensorFlow's 'same' would pad only the far side, the paper's both.
  const [top, left] = [(filter.shape[0] - 1) / 2, (filter.shape[1] - 1) / 2];
  return tf.conv2d(toTensor(x), filter, stride, [
    [0, 0],
    [top, top],
    [left, left],
    [0, 0],
  ]);
}

/** Convolution, then batch normalisation with the statistics of the batch itself, then ReLU if asked for. */
export function convolutionBatchNormTraining(
  args: ConvolutionArguments,
  learned: ScaleAndOffset,
  activation: 'linear' | 'relu',
): BatchNormalised {
  const { x, filter, stride } = args;
  if (!(x instanceof FusedMaps)) {
    return batchNormTraining(convolution(args), learned.scale, learned.offset, activation);
  }
  let batch!: MovingStatistics;
  const y = x.convolve(filter, stride, true, (statistics, count) => {
    batch = { mean: tf.keep(statistics!.mean), variance: tf.keep(statistics!.variance) };
    return normalisation(batch, (count - 1) / count, learned, activation);
  });
  return { y, ...batch };
}

/** Convolution, then batch normalisation with moving statistics, then ReLU if asked for. Has no gradient. */
export function convolutionBatchNormInference(
  args: ConvolutionArguments,
  learned: ScaleAndOffset,
  moving: MovingStatistics,
  activation: 'linear' | 'relu',
): FeatureMaps {
  const { x, filter, stride } = args;
  if (!(x instanceof FusedMaps)) {
    const { scale, offset } = learned;
    return batchNormInference(convolution(args), scale, offset, moving.mean, moving.variance, activation);
  }
  return x.convolve(filter, stride, false, () => normalisation(moving, 1, learned, activation));
}

function normalisation(
  { mean, variance }: MovingStatistics,
  varianceFactor: number,
  { scale, offset }: ScaleAndOffset,
  activation: 'linear' | 'relu',
) {
  const relu = activation === 'relu';
  return { mean, variance, varianceFactor, scale, offset, epsilon: BATCH_NORM_EPSILON, relu };
}
