import * as tf from '@tensorflow/tfjs';
import { operations } from './operations.ts';

/**
 * Kernels that do several operations in one pass over memory. An engine that has them brings them among its
 * `Operations`, and `src/ops/` uses them; on others it composes the same from tfjs's own. They are called directly: going through tfjs
 * takes longer than a small kernel. Each returns the tensors that it made, in the order of its documentation below.
 */
export interface FusedKernels {
  convolution(
    x: tf.TensorInfo,
    norm: Normalisation | null,
    filter: tf.TensorInfo,
    stride: number,
    withStatistics: boolean,
  ): tf.TensorInfo[];
  convolutionGradients(
    dy: tf.TensorInfo,
    incomplete: IncompleteGradient | null,
    x: tf.TensorInfo,
    norm: Normalisation | null,
    filter: tf.TensorInfo,
    stride: number,
    wanted: { readonly filter: boolean; readonly input: boolean },
    added: tf.TensorInfo | null,
  ): tf.TensorInfo[];
  normalise(x: tf.TensorInfo, norm: Normalisation, shortcut: tf.TensorInfo | null): tf.TensorInfo[];
  normaliseGradients(
    dy: tf.TensorInfo,
    x: tf.TensorInfo,
    norm: Normalisation,
    y: tf.TensorInfo,
  ): tf.TensorInfo[];
  averagePixels(x: tf.TensorInfo): tf.TensorInfo[];
  spreadPixels(dy: tf.TensorInfo, shape: readonly number[]): tf.TensorInfo[];
  momentumUpdate(updates: readonly ParameterUpdate[], rule: MomentumRule): void;
  movingAverage(
    pairs: readonly { readonly moving: tf.TensorInfo; readonly fresh: tf.TensorInfo }[],
    rate: number,
  ): void;
}

/** Those of the current engine, if it has any. */
export function fusedKernels(): FusedKernels | null {
  return operations().fused ?? null;
}

/** Whether the current engine has them. */
export function hasFusedKernels(): boolean {
  return fusedKernels() !== null;
}

/** Batch normalisation with given statistics, one value per channel, and ReLU after it. */
export interface Normalisation {
  readonly mean: tf.Tensor1D;
  readonly variance: tf.Tensor1D;
  /** What makes the variance the one to divide by: (n − 1) / n for the unbiased variance of a batch, else 1. */
  readonly varianceFactor: number;
  readonly scale: tf.Tensor1D;
  readonly offset: tf.Tensor1D;
  readonly epsilon: number;
  readonly relu: boolean;
}

/** ∂loss/∂offset and ∂loss/∂scale of a batch normalisation. */
export interface NormalisationSums {
  readonly offset: tf.Tensor1D;
  readonly scale: tf.Tensor1D;
}

/**
 * A gradient that has yet to be taken back through the batch normalisation of `tensor`: `gradient` is with respect
 * to what came out of it, before a ReLU.
 */
export interface IncompleteGradient {
  readonly tensor: tf.Tensor4D;
  readonly norm: Normalisation;
  readonly sums: NormalisationSums;
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

/** What one parameter's update reads and writes in place. */
export interface ParameterUpdate {
  readonly weight: tf.Variable;
  readonly velocity: tf.Variable;
  readonly gradient: tf.Tensor;
}

export interface MomentumRule {
  readonly rate: number;
  readonly momentum: number;
  readonly weightDecay: number;
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
