import * as tf from '@tensorflow/tfjs';
import { randomStream } from '../random.ts';
import type { NetworkConfig } from './config.ts';

/** First values of a layer's weights. They depend on the name alone, so twins start from the same weights. */
export type Initialize = <R extends tf.Rank>(name: string, shape: tf.ShapeMap[R]) => tf.Tensor<R>;

/** Variance of independent normal weights with mean 0; of a filter, fans are those of one pixel of its output. */
const variances = {
  /** Keeps the variance of activations through ReLUs (He et al. 2015, “Delving Deep into Rectifiers”, eq. 10). */
  he: ({ fanIn }: Fans) => 2 / fanIn,
  /** Weighs activations against gradients, for layers without ReLU (Glorot & Bengio 2010, eq. 12). */
  glorot: ({ fanIn, fanOut }: Fans) => 2 / (fanIn + fanOut),
} as const;

interface Fans {
  readonly fanIn: number;
  readonly fanOut: number;
}

/** Normal weights of a run's seed; `gain` multiplies their standard deviation. */
export function initializer(
  seed: number,
  { scheme, gain }: NonNullable<NetworkConfig['initialization']> = { scheme: 'he', gain: 1 },
): Initialize {
  return (name, shape) => {
    const deviation = gain * Math.sqrt(variances[scheme](fansOf(shape as number[])));
    const { normal } = randomStream(seed, 'initialisation', name);
    const values = Float32Array.from({ length: tf.util.sizeFromShape(shape) }, () => deviation * normal());
    return tf.tensor(values, shape);
  };
}

/** Of `[rows, columns, in, out]` or `[in, out]`: how many values go into one output, and one input goes into. */
function fansOf(shape: readonly number[]): Fans {
  const area = shape.slice(0, -2).reduce((product, size) => product * size, 1);
  const [inputs, outputs] = shape.slice(-2) as [number, number];
  return { fanIn: area * inputs, fanOut: area * outputs };
}

/** The same, but for what a layer's description changes in it. */
export function startingAs(
  initialize: Initialize,
  { gain = 1, mirrored }: { readonly gain?: number; readonly mirrored?: true } = {},
): Initialize {
  if (gain === 1 && !mirrored) return initialize;
  return <R extends tf.Rank>(name: string, shape: tf.ShapeMap[R]) =>
    tf.tidy(() => {
      if (!mirrored) return tf.mul(initialize(name, shape), gain) as tf.Tensor<R>;
      const sizes = [...(shape as number[])];
      const axis = sizes.length - 2;
      sizes[axis]! /= 2;
      // Of W·x⁺ − W·(−x)⁺ = W·x nothing is cut off, so that half of He's variance keeps that of activations.
      const half = tf.mul(initialize(name, sizes as tf.ShapeMap[R]), Math.SQRT1_2);
      return tf.concat([half, tf.neg(half)], axis) as tf.Tensor<R>;
    });
}
