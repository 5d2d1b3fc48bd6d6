import * as tf from '@tensorflow/tfjs';

export type Activation = 'linear' | 'relu';

/** Learned by batch normalisation, `[c]` each. */
export interface ScaleAndOffset {
  readonly scale: tf.Tensor1D;
  readonly offset: tf.Tensor1D;
}

/** Of each channel, `[c]`. The variance of a batch is the unbiased one. */
export interface Statistics {
  readonly mean: tf.Tensor1D;
  readonly variance: tf.Tensor1D;
}

export interface BatchNormalised {
  readonly y: Maps;
  /** Of the batch, kept: the caller disposes them, when nobody reads `y` any more. */
  readonly batch: Statistics;
}

/** Without bias. */
export interface Convolution {
  /** `[rows, columns, in, out]`, with odd sides. */
  readonly filter: tf.Tensor4D;
  readonly stride: number;
}

/**
 * What flows between layers, `[b, h, w, c]`, with all that layers do to it: as TensorFlow.js's operations one after the
 * other (`tensor-maps.ts`), or as few passes over memory by an engine's own kernels (`fused-maps.ts`). Which it is was
 * decided before the first layer (`model/execution.ts`); no layer asks.
 */
export interface Maps {
  readonly shape: readonly [batch: number, height: number, width: number, channels: number];
  /** The values. @throws Error where maps are fused and a gradient is wanted of them */
  toTensor(): tf.Tensor4D;
  /** Maps of the same values, which several may read. */
  shared(): Maps;
  /** Runs a layer on these maps and frees what nobody needs after it. */
  through(layer: (maps: Maps) => Maps): Maps;

  /** → `[b, ⌈h/stride⌉, ⌈w/stride⌉, out]` */
  convolve(convolution: Convolution): Maps;
  /** Convolution, then batch normalisation with the statistics of the batch itself, then ReLU if asked for. */
  convolveAndNormalise(
    convolution: Convolution,
    learned: ScaleAndOffset,
    activation: Activation,
  ): BatchNormalised;
  /** The same with moving statistics, as in evaluation. Has a gradient of the maps alone. */
  convolveAndNormaliseBy(
    moving: Statistics,
    convolution: Convolution,
    learned: ScaleAndOffset,
    activation: Activation,
  ): Maps;
  /** Batch normalisation with the statistics of the batch itself, then ReLU. */
  normalise(learned: ScaleAndOffset): BatchNormalised;
  /** The same with moving statistics, as in evaluation. Has a gradient of the maps alone. */
  normaliseBy(moving: Statistics, learned: ScaleAndOffset): Maps;

  /** max(x, 0) */
  relu(): Maps;
  /** x · factor */
  times(factor: number | tf.Tensor): Maps;
  /** x + shortcut (He et al. 2016, eq. 3: f is the identity). */
  plus(shortcut: Maps): Maps;
  /** ReLU(x + shortcut) (He et al. 2015, eq. 1). */
  plusThenRelu(shortcut: Maps): Maps;
  /** Every `stride`-th pixel, with zero channels appended; see `subsampleAndPadChannels`. */
  subsample(stride: number, channels: number): Maps;
  /**
   * Each number replaced by that row of a table, `[symbols, c]`: `[b, h, w, 1]` → `[b, h, w, c]`. Numbers of symbols have no
   * gradient, the table has one.
   */
  embed(table: tf.Tensor2D): Maps;
  /** The largest value of each window; see `maxPool`. */
  maxPool(): Maps;
  /** Mean over rows and columns, `[b, c]`. */
  averagePixels(): tf.Tensor2D;
}

/** `tf.tidy` for what returns maps. */
export function tidyMaps(make: () => Maps): Maps {
  // It looks for tensors in whatever an object holds; its type knows plain objects only.
  return tf.tidy(make as unknown as () => tf.Tensor4D) as unknown as Maps;
}
