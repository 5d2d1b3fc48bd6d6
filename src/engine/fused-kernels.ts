import * as tf from '@tensorflow/tfjs';
import type {
  FusedKernels,
  IncompleteGradient,
  MomentumRule,
  Normalisation,
  NormalisationSums,
  ParameterUpdate,
  Pooling,
  Recording,
} from './kernels.ts';
import { operations } from './operations.ts';

/** Those of the current engine, if it has any. */
export function fusedKernels(): FusedKernels | null {
  return operations().fused ?? null;
}

/** Whether the current engine has them. */
export function hasFusedKernels(): boolean {
  return fusedKernels() !== null;
}

export interface Convolved {
  readonly y: tf.Tensor4D;
  /** Of `y`, by channel, in training mode. */
  readonly statistics: {
    readonly mean: tf.Tensor1D;
    /** Unbiased. */
    readonly variance: tf.Tensor1D;
  } | null;
}

/**
 * Convolution of `x`, or of its normalisation, padded by (size − 1) / 2 on each side.
 *
 * @param x `[b, h, w, in]`
 * @param filter `[rows, columns, in, out]`, with odd sides
 */
export function fusedConvolution(
  x: tf.Tensor4D,
  norm: Normalisation | null,
  filter: tf.Tensor4D,
  stride: number,
  withStatistics: boolean,
): Convolved {
  const made = kernels().convolution(x, norm, filter, stride, withStatistics);
  const [y, mean, variance] = tensors(made) as [tf.Tensor4D, tf.Tensor1D, tf.Tensor1D];
  return { y, statistics: withStatistics ? { mean, variance } : null };
}

export interface ConvolutionGradients {
  readonly filter: tf.Tensor4D | null;
  /** With a normalisation of `x`: incomplete. */
  readonly input: tf.Tensor4D | null;
  readonly sums: NormalisationSums | null;
}

/**
 * The gradients of `fusedConvolution` that are wanted; with that of the input, those of the normalisation of `x`.
 *
 * @param added another gradient of `x`, to be added to this one
 */
export function fusedConvolutionGradients(
  dy: tf.Tensor4D,
  incomplete: IncompleteGradient | null,
  x: tf.Tensor4D,
  norm: Normalisation | null,
  filter: tf.Tensor4D,
  stride: number,
  wanted: { readonly filter: boolean; readonly input: boolean },
  added: tf.Tensor4D | null = null,
): ConvolutionGradients {
  const made = kernels().convolutionGradients(dy, incomplete, x, norm, filter, stride, wanted, added);
  const gradients = tensors(made);
  return {
    filter: wanted.filter ? (gradients.shift() as tf.Tensor4D) : null,
    input: wanted.input ? (gradients.shift() as tf.Tensor4D) : null,
    sums: norm && wanted.input ? sumsOf(gradients) : null,
  };
}

function sumsOf([offset, scale]: readonly tf.Tensor[]): NormalisationSums {
  return { offset: offset as tf.Tensor1D, scale: scale as tf.Tensor1D };
}

/** The normalisation of `x`, plus the shortcut where there is one, and then the ReLU. */
export function fusedNormalise(
  x: tf.Tensor4D,
  norm: Normalisation,
  shortcut: tf.Tensor4D | null,
): tf.Tensor4D {
  return tensors(kernels().normalise(x, norm, shortcut))[0] as tf.Tensor4D;
}

/** The gradient before the ReLU (that of the shortcut, too, and an incomplete one of `x`), and its sums. */
export function fusedNormaliseGradients(
  dy: tf.Tensor4D,
  x: tf.Tensor4D,
  norm: Normalisation,
  y: tf.Tensor4D,
): { before: tf.Tensor4D; sums: NormalisationSums } {
  const [before, ...sums] = tensors(kernels().normaliseGradients(dy, x, norm, y));
  return { before: before as tf.Tensor4D, sums: sumsOf(sums) };
}

/** Mean over rows and columns: `[b, h, w, c]` → `[b, c]`. */
export function fusedAveragePixels(x: tf.Tensor4D): tf.Tensor2D {
  return tensors(kernels().averagePixels(x))[0] as tf.Tensor2D;
}

/** Its gradient: every pixel gets the same share. */
export function fusedSpreadPixels(dy: tf.Tensor2D, shape: readonly number[]): tf.Tensor4D {
  return tensors(kernels().spreadPixels(dy, shape))[0] as tf.Tensor4D;
}

/** The largest value of each window; what is no number comes out of every window that it lies in. */
export function fusedMaxPool(x: tf.Tensor4D, pooling: Pooling): tf.Tensor4D {
  return tensors(kernels().maxPool(x, pooling))[0] as tf.Tensor4D;
}

/** Its gradient: each value goes to the largest of its window, of several to the first. */
export function fusedMaxPoolGradient(dy: tf.Tensor4D, x: tf.Tensor4D, pooling: Pooling): tf.Tensor4D {
  return tensors(kernels().maxPoolGradient(dy, x, pooling))[0] as tf.Tensor4D;
}

/** Rows of a table, `[symbols, c]`, by their numbers: `[b, h, w, 1]` → `[b, h, w, c]`. */
export function fusedEmbed(numbers: tf.Tensor4D, table: tf.Tensor2D): tf.Tensor4D {
  return tensors(kernels().embed(numbers, table))[0] as tf.Tensor4D;
}

/** The table's gradient: for each row the sum over the places of its number, in their order. */
export function fusedEmbedGradient(dy: tf.Tensor4D, numbers: tf.Tensor4D, symbols: number): tf.Tensor2D {
  return tensors(kernels().embedGradient(dy, numbers, symbols))[0] as tf.Tensor2D;
}

/** v ← momentum · v + rate · (gradient + decay · w);  w ← w − v, for all parameters at once and in place. */
export function fusedMomentumUpdate(updates: readonly ParameterUpdate[], rule: MomentumRule): void {
  for (const { weight, velocity } of updates) [weight, velocity].forEach(ownValues);
  kernels().momentumUpdate(updates, rule);
}

/** moving ← moving · (1 − rate) + fresh · rate, for all pairs at once and in place. */
export function fusedMovingAverage(
  pairs: readonly { readonly moving: tf.Variable; readonly fresh: tf.Tensor }[],
  rate: number,
): void {
  for (const { moving } of pairs) ownValues(moving);
  kernels().movingAverage(pairs, rate);
}

/** Writes down what fused kernels are called with, so that they can be called so again. */
export function fusedRecording(): Recording {
  return kernels().record();
}

/** What changes in place may not share its values: clones, and whatever was assigned to it, would change as well. */
function ownValues(variable: tf.Variable): void {
  if (tf.backend().refCount(variable.dataId) > 1) tf.tidy(() => variable.assign(tf.mul(variable, 1)));
}

function kernels(): FusedKernels {
  const current = fusedKernels();
  if (!current)
    throw new Error(`the backend "${tf.getBackend()}" has no fused kernels; see hasFusedKernels()`);
  return current;
}

function tensors(infos: readonly tf.TensorInfo[]): tf.Tensor[] {
  return infos.map(info => tf.engine().makeTensorFromTensorInfo(info));
}
