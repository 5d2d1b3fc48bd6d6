import type * as tf from '@tensorflow/tfjs';

/**
 * Kernels that do several operations in one pass over memory. An engine that has them brings them among its
 * `Operations`, and `src/ops/` uses them; on others it composes the same from tfjs's own. They are called directly: going
 * through tfjs takes longer than a small kernel. Each returns the tensors that it made, in the order in which
 * `fused-kernels.ts`, where they are described, takes them.
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
  maxPool(x: tf.TensorInfo, pooling: Pooling): tf.TensorInfo[];
  maxPoolGradient(dy: tf.TensorInfo, x: tf.TensorInfo, pooling: Pooling): tf.TensorInfo[];
  embed(numbers: tf.TensorInfo, table: tf.TensorInfo): tf.TensorInfo[];
  embedGradient(dy: tf.TensorInfo, numbers: tf.TensorInfo, symbols: number): tf.TensorInfo[];
  momentumUpdate(updates: readonly ParameterUpdate[], rule: MomentumRule): void;
  movingAverage(
    pairs: readonly { readonly moving: tf.TensorInfo; readonly fresh: tf.TensorInfo }[],
    rate: number,
  ): void;
  /** A recording with nothing in it yet. */
  record(): Recording;
}

/** Which windows a pooling looks at. */
export interface Pooling {
  /** Rows and columns of a window. */
  readonly filterSize: number;
  readonly strides: number;
  /** Before and after, for each dimension of the maps. */
  readonly pad: [[0, 0], [number, number], [number, number], [0, 0]];
}

/** Calls of fused kernels, written down while they are made, to be made again on other values without JavaScript between them. */
export interface Recording {
  /**
   * Writes down the calls that follow, behind those of earlier parts.
   *
   * @param given read by these calls, and another tensor of the same shape in every replay
   */
  part<T>(given: tf.Tensor, calls: () => T): T;
  /** Tells of a tensor that calls read and that is the same in every replay, though no variable. */
  constant(tensor: tf.Tensor): void;
  /**
   * Ends the recording. What it made may be freed before: nothing of it is used.
   *
   * @param results those of the tensors that the calls made that are wanted
   * @returns null where there is something between the calls that is none of them, and could not be replayed
   */
  compile(results: readonly tf.Tensor[]): Replay | null;
  /** Frees what it holds if it is not to be compiled. */
  dispose(): void;
}

export interface Replay {
  /** As they were given to `compile`; the replay's own. Each is overwritten when its part is run. */
  readonly results: readonly tf.Tensor[];
  /** Makes the calls of a part again, on the variables' present values. @param part 0 for the first */
  run(part: number, given: tf.Tensor): void;
  dispose(): void;
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
