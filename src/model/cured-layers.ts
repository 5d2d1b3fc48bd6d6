import * as tf from '@tensorflow/tfjs';
import type { Maps } from '../ops/maps.ts';
import { mapsOf } from '../ops/tensor-maps.ts';
import type { ConvolutionDescription } from './describe-block.ts';
import type { Parameters } from './parameters.ts';

/*
 * What cures change in layers: operations of TensorFlow.js, never fused.
 */

/** Adds learned numbers, where there are any, to what goes into a convolution and to what comes out (Zhang et al. 2019). */
export function biasesOf(parameters: Parameters, { name, biases }: ConvolutionDescription) {
  const [before, behind] = (['before', 'behind'] as const).map(place =>
    biases?.[place] ? learnedNumber(parameters, `${name}/bias-${place}`, 0) : null,
  );
  const adding = (bias: tf.Variable | null | undefined) => (maps: Maps) => (bias ? plus(maps, bias) : maps);
  return { before: adding(before), behind: adding(behind) };
}

/** One trainable number, `[1]`. */
export function learnedNumber(parameters: Parameters, name: string, start: number): tf.Variable {
  return parameters.addTrainable(name, tf.tensor1d([start]));
}

export function plus(maps: Maps, bias: tf.Tensor): Maps {
  return mapsOf(tf.add(maps.toTensor(), bias));
}

/** `[b, h, w, c]` → `[b, h, w, 2c]`: ReLU(x), then ReLU(−x) (Shang et al. 2016). */
export function concatenatedRelu(maps: Maps): Maps {
  const x = maps.toTensor();
  return mapsOf(tf.concat([tf.relu(x), tf.relu(tf.neg(x))], 3) as tf.Tensor4D);
}

/** What a and b of the Dirac parametrisation begin with, as its authors have them. */
const [IDENTITY_SHARE, DIRECTION_SHARE] = [1, 0.1];

/**
 * Ŵ = a·I + b·W/‖W‖ for each filter, where I passes channel on to channel at the centre (Zagoruyko and Komodakis 2017,
 * “DiracNets”).
 *
 * @returns Ŵ of W, `[rows, columns, in, filters]`
 */
export function diracFilter(
  parameters: Parameters,
  { name, kernel: [rows, columns], inputs, filters }: ConvolutionDescription,
): (filter: tf.Tensor4D) => tf.Tensor4D {
  const [a, b] = [
    ['identity', IDENTITY_SHARE],
    ['direction', DIRECTION_SHARE],
  ].map(([role, start]) =>
    parameters.addTrainable(`${name}/${role}`, tf.fill([filters], Number(start)) as tf.Tensor1D),
  ) as [tf.Variable, tf.Variable];
  const identity = new Float32Array(rows * columns * inputs * filters);
  const centre = ((rows - 1) / 2) * columns + (columns - 1) / 2;
  for (let channel = 0; channel < Math.min(inputs, filters); channel++) {
    identity[(centre * inputs + channel) * filters + channel] = 1;
  }
  return filter => {
    const length = tf.sqrt(tf.sum(tf.square(filter).reshape([-1, filters]), 0));
    const passing = tf.tensor4d(identity, [rows, columns, inputs, filters]);
    return tf.add(tf.mul(passing, a), tf.mul(filter, tf.div(b, length))) as tf.Tensor4D;
  };
}
