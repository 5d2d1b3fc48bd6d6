import * as tf from '@tensorflow/tfjs';
import { convolution } from '../ops/convolution.ts';
import { type FeatureMaps, scale, toTensor } from '../ops/feature-maps.ts';
import { subsampleAndPadChannels } from '../ops/subsample.ts';
import type { RandomStream } from '../random.ts';
import type { NetworkConfig } from '../run/config.ts';
import type { Initialize } from './initializers.ts';
import { addFilter, convolutionUnit, type Layer, type Pass } from './layers.ts';
import type { Parameters } from './parameters.ts';

export interface ShortcutOptions extends Pick<NetworkConfig, 'shortcut' | 'batchNorm'> {
  /** `stage2/block3/shortcut`. */
  readonly name: string;
  /** Channels of what goes into the block, and of what comes out. */
  readonly inputs: number;
  readonly filters: number;
  /** Of the block. */
  readonly stride: number;
}

/**
 * h(x): A is the identity, with zero channels where the shape changes; B projects (1×1 convolution) where it changes;
 * C projects everywhere (He et al. 2015, section 4.1). What is not one of these goes by A, and is weighed.
 */
export function shortcutOf(
  parameters: Parameters,
  initialize: Initialize,
  { name, inputs, filters, stride, shortcut, batchNorm }: ShortcutOptions,
): Layer {
  const sameShape = stride === 1 && inputs === filters;
  if (shortcut === 'C' || (shortcut === 'B' && !sameShape)) {
    return convolutionUnit(parameters, initialize, {
      name: `${name}/conv`,
      kernelSize: 1,
      inputs,
      filters,
      stride,
      activation: 'linear',
      batchNorm,
    });
  }
  return sameShape ? x => x : x => subsampleAndPadChannels(x, stride, filters);
}

/** What the two ways through a residual block are multiplied by before they are added. */
export interface Weights {
  /** Weighs F(x). */
  readonly branch: (residual: FeatureMaps) => FeatureMaps;
  /** Weighs h(x). */
  readonly shortcut: (passed: FeatureMaps) => FeatureMaps;
}

/** Weights of both ways, given what goes into the block. */
export type Weigh = (x: FeatureMaps, pass: Pass) => Weights;

/** The shortcuts of He et al. 2016, section 3.1, that change what the identity passes on; the others weigh nothing. */
export function weightsOf(parameters: Parameters, initialize: Initialize, options: ShortcutOptions): Weigh {
  switch (options.shortcut) {
    case 'scaled':
      return () => ({ branch: halve, shortcut: halve });
    case 'gated':
      return gate(parameters, initialize, options);
    case 'dropout':
      return (_, { random }) => ({
        branch: asItIs,
        // Not scaled up in training: what is expected of it is half of the shortcut.
        shortcut: passed => (random ? keepHalf(passed, random(options.name)) : halve(passed)),
      });
    default:
      return () => ({ branch: asItIs, shortcut: asItIs });
  }
}

const asItIs = (maps: FeatureMaps) => maps;
const halve = (maps: FeatureMaps) => scale(maps, 0.5);

function keepHalf(maps: FeatureMaps, random: RandomStream): tf.Tensor4D {
  const x = toTensor(maps);
  return tf.mul(x, tf.tensor4d(random.bits(x.size), x.shape));
}

/** He et al. 2016, section 3.1: the best of 0 to −10 for 110 layers. Gates begin almost shut, shortcuts almost open. */
const GATE_BIAS = -6;

/**
 * y = g(x)·F(x) + (1 − g(x))·h(x) with g(x) = σ(W·x + b), where W is a 1×1 convolution with the block's stride and as many
 * filters as it puts out: exclusive gating, after the highway networks of Srivastava et al. 2015.
 */
function gate(parameters: Parameters, initialize: Initialize, options: ShortcutOptions): Weigh {
  const { inputs, filters, stride } = options;
  const name = `${options.name}/gate`;
  const { filter, index } = addFilter(parameters, initialize, { name, kernelSize: 1, inputs, filters });
  const bias = parameters.addTrainable(`${name}/bias`, tf.fill([filters], GATE_BIAS) as tf.Tensor1D);
  return (x, pass) => {
    const response = tf.add(convolution({ x, filter, stride }), bias) as tf.Tensor4D;
    pass.observe?.(index, response);
    const g = tf.sigmoid(response);
    return {
      branch: residual => tf.mul(toTensor(residual), g),
      shortcut: passed => tf.mul(toTensor(passed), tf.sub(1, g)),
    };
  };
}
