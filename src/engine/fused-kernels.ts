import * as tf from '@tensorflow/tfjs';

/**
 * Kernels that do several operations in one pass over memory. They are registered with tfjs under these names, by
 * the engines that have them; `src/ops/` asks for them and otherwise composes the same from tfjs's own.
 */
export const fusedKernels = {
  convolution: 'NormalisedConv2D',
  convolutionGradients: 'NormalisedConv2DGradients',
  normalise: 'NormaliseAddRelu',
  normaliseGradients: 'NormaliseAddReluGradients',
  momentumUpdate: 'MomentumUpdate',
  movingAverage: 'MovingAverage',
} as const;

/** Whether the current engine has all of them. */
export function hasFusedKernels(): boolean {
  return tf.getKernel(fusedKernels.convolution, tf.getBackend()) !== undefined;
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
  const [y, mean, variance] = run(
    fusedKernels.convolution,
    { x, filter, ...norm },
    { stride, withStatistics, norm },
  ) as [tf.Tensor4D, tf.Tensor1D, tf.Tensor1D];
  return { y, statistics: withStatistics ? { mean, variance } : null };
}

export interface ConvolutionGradients {
  readonly filter: tf.Tensor4D;
  /** With a normalisation of `x`: incomplete; and null where it was not asked for. */
  readonly input: tf.Tensor4D | null;
  readonly sums: NormalisationSums | null;
}

/** Both gradients of `fusedConvolution`, and those of the normalisation of `x`. */
export function fusedConvolutionGradients(
  dy: tf.Tensor4D,
  incomplete: IncompleteGradient | null,
  x: tf.Tensor4D,
  norm: Normalisation | null,
  filter: tf.Tensor4D,
  stride: number,
  inputWanted: boolean,
): ConvolutionGradients {
  const [filterGradient, input, offset, scale] = run(
    fusedKernels.convolutionGradients,
    { dy, x, filter },
    { stride, norm, incomplete, inputWanted },
  ) as [tf.Tensor4D, tf.Tensor4D | undefined, tf.Tensor1D | undefined, tf.Tensor1D | undefined];
  return {
    filter: filterGradient,
    input: input ?? null,
    sums: offset && scale ? { offset, scale } : null,
  };
}

/** The normalisation of `x`, plus the shortcut where there is one, and then the ReLU. */
export function fusedNormalise(
  x: tf.Tensor4D,
  norm: Normalisation,
  shortcut: tf.Tensor4D | null,
): tf.Tensor4D {
  const [y] = run(fusedKernels.normalise, { x, ...(shortcut && { shortcut }) }, { norm });
  return y as tf.Tensor4D;
}

/** The gradient before the ReLU (that of the shortcut, too, and an incomplete one of `x`), and its sums. */
export function fusedNormaliseGradients(
  dy: tf.Tensor4D,
  x: tf.Tensor4D,
  norm: Normalisation,
  y: tf.Tensor4D,
): { before: tf.Tensor4D; sums: NormalisationSums } {
  const [before, offset, scale] = run(fusedKernels.normaliseGradients, { dy, x, y }, { norm }) as [
    tf.Tensor4D,
    tf.Tensor1D,
    tf.Tensor1D,
  ];
  return { before, sums: { offset, scale } };
}

/** What one parameter's update reads and writes in place. */
export interface ParameterUpdate {
  readonly weight: tf.Variable;
  readonly velocity: tf.Variable;
  readonly gradient: tf.Tensor;
}

/** v ← momentum · v + gradient + decay · w;  w ← w − rate · v, for all parameters at once and in place. */
export function fusedMomentumUpdate(
  updates: readonly ParameterUpdate[],
  rule: { readonly rate: number; readonly momentum: number; readonly weightDecay: number },
): void {
  for (const { weight, velocity } of updates) [weight, velocity].forEach(ownValues);
  run(fusedKernels.momentumUpdate, {}, { updates, ...rule });
}

/** moving ← moving · (1 − rate) + fresh · rate, for all pairs at once and in place. */
export function fusedMovingAverage(
  pairs: readonly { readonly moving: tf.Variable; readonly fresh: tf.Tensor }[],
  rate: number,
): void {
  for (const { moving } of pairs) ownValues(moving);
  run(fusedKernels.movingAverage, {}, { pairs, rate });
}

/** What changes in place may not share its values: clones, and whatever was assigned to it, would change as well. */
function ownValues(variable: tf.Variable): void {
  if (tf.backend().refCount(variable.dataId) > 1) tf.tidy(() => variable.assign(tf.mul(variable, 1)));
}

// tfjs hands attributes on as they are, whatever their type says.
function run(name: string, inputs: object, attributes: object): tf.Tensor[] {
  return tf
    .engine()
    .runKernel(name, inputs as tf.NamedTensorMap, attributes as tf.NamedAttrMap) as unknown as tf.Tensor[];
}
