import * as tf from '@tensorflow/tfjs';
import {
  fusedConvolution,
  fusedConvolutionGradients,
  hasFusedKernels,
  type Normalisation,
} from '../engine/fused-kernels.ts';
import { BATCH_NORM_EPSILON, batchNormInference, batchNormTraining } from './batch-norm.ts';
import { Branch, type FeatureMaps, incompleteGradients, Normalised, toTensor } from './feature-maps.ts';

export interface ConvolutionArguments {
  readonly x: FeatureMaps;
  /** `[rows, columns, in, out]`, with odd sides. */
  readonly filter: tf.Tensor4D;
  readonly stride: number;
  /** False for images, which nobody trains: their gradient is not computed. */
  readonly inputGradient: boolean;
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
  { scale, offset }: ScaleAndOffset,
  activation: 'linear' | 'relu',
): BatchNormalised {
  if (!hasFusedKernels()) return batchNormTraining(convolution(args), scale, offset, activation);
  const { y, statistics } = fused(args, true);
  const count = y.size / scale.size;
  const varianceFactor = (count - 1) / count;
  return { y: normalised(y, { ...statistics!, varianceFactor, scale, offset }, activation), ...statistics! };
}

/** Convolution, then batch normalisation with moving statistics, then ReLU if asked for. Has no gradient. */
export function convolutionBatchNormInference(
  args: ConvolutionArguments,
  { scale, offset }: ScaleAndOffset,
  { mean, variance }: MovingStatistics,
  activation: 'linear' | 'relu',
): FeatureMaps {
  if (!hasFusedKernels())
    return batchNormInference(convolution(args), scale, offset, mean, variance, activation);
  const { y } = fused(args, false);
  return normalised(y, { mean, variance, varianceFactor: 1, scale, offset }, activation);
}

function normalised(
  y: tf.Tensor4D,
  norm: Omit<Normalisation, 'epsilon' | 'relu'>,
  activation: 'linear' | 'relu',
): Normalised {
  return new Normalised(y, { ...norm, epsilon: BATCH_NORM_EPSILON, relu: activation === 'relu' });
}

type Statistics = NonNullable<ReturnType<typeof fusedConvolution>['statistics']>;

function fused({ x, filter, stride, inputGradient }: ConvolutionArguments, withStatistics: boolean) {
  const { response, norm } = x instanceof Normalised ? x.read() : { response: toTensor(x), norm: null };
  const meeting = x instanceof Branch ? x.meeting : null;
  if (meeting) meeting.isAwaited = true;
  let statistics: Statistics | null = null;
  const operation = tf.customGrad((...args) => {
    const save = args.at(-1) as unknown as tf.GradSaveFunc;
    const result = fusedConvolution(response, norm, filter, stride, withStatistics);
    statistics = result.statistics;
    if (statistics) [statistics.mean, statistics.variance].forEach(tf.keep);
    save([response]);
    const gradFunc = (dy: tf.Tensor4D, [saved]: tf.Tensor[]) => {
      const incomplete = incompleteGradients.get(dy) ?? null;
      const gradients = fusedConvolutionGradients(
        dy,
        incomplete,
        saved as tf.Tensor4D,
        norm,
        filter,
        stride,
        inputGradient,
        meeting?.gradient ?? null,
      );
      meeting?.gradient?.dispose();
      // Nobody else can have it; its memory is still in the cache for the next gradient.
      if (incomplete) dy.dispose();
      if (!gradients.input) return [gradients.filter];
      if (!norm) return [gradients.filter, gradients.input];
      const sums = gradients.sums!;
      incompleteGradients.set(gradients.input, { tensor: saved as tf.Tensor4D, norm, sums });
      return [gradients.filter, gradients.input, sums.scale, sums.offset];
    };
    return { value: result.y, gradFunc };
  });
  const learned = norm ? [norm.scale, norm.offset] : [];
  const y = operation(filter, ...(inputGradient ? [response, ...learned] : [])) as tf.Tensor4D;
  return { y, statistics: statistics as Statistics | null };
}
