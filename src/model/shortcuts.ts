import * as tf from '@tensorflow/tfjs';
import type { Maps } from '../ops/maps.ts';
import type { RandomStream } from '../random.ts';
import type { ConvolutionDescription, ShortcutDescription } from './describe-block.ts';
import type { Initialize } from './initializers.ts';
import { addConvolution, convolutionUnit, type Layer, type Pass } from './layers.ts';
import type { Parameters } from './parameters.ts';

/** h(x), before it is weighed. */
export function shortcutOf(
  parameters: Parameters,
  initialize: Initialize,
  { way }: ShortcutDescription,
): Layer {
  if (way.kind === 'projection') return convolutionUnit(parameters, initialize, way.unit);
  return way.kind === 'identity' ? x => x : x => x.subsample(way.stride, way.filters);
}

/** What the two ways through a residual block are multiplied by before they are added. */
export interface Weights {
  /** Weighs F(x). */
  readonly branch: (residual: Maps) => Maps;
  /** Weighs h(x). */
  readonly shortcut: (passed: Maps) => Maps;
}

/** Weights of both ways, given what goes into the block. */
export type Weigh = (x: Maps, pass: Pass) => Weights;

/** The shortcuts of He et al. 2016, section 3.1, that change what the identity passes on; the others weigh nothing. */
export function weightsOf(
  parameters: Parameters,
  initialize: Initialize,
  { name, weighing }: ShortcutDescription,
): Weigh {
  switch (weighing.kind) {
    case 'scaled':
      return () => ({ branch: halve, shortcut: halve });
    case 'gated':
      return gateOf(parameters, initialize, weighing.gate);
    case 'dropout':
      return (_, { random }) => ({
        branch: asItIs,
        // Not scaled up in training: what is expected of it is half of the shortcut.
        shortcut: passed => (random ? keepHalf(passed, random(name)) : halve(passed)),
      });
    default:
      return () => ({ branch: asItIs, shortcut: asItIs });
  }
}

const asItIs = (maps: Maps) => maps;
const halve = (maps: Maps) => maps.times(0.5);

function keepHalf(maps: Maps, random: RandomStream): Maps {
  const [batch, height, width, channels] = maps.shape;
  const values = random.bits(batch * height * width * channels);
  return maps.times(tf.tensor4d(values, [batch, height, width, channels]));
}

/** He et al. 2016, section 3.1: the best of 0 to −10 for 110 layers. Gates begin almost shut, shortcuts almost open. */
const GATE_BIAS = -6;

/**
 * y = g(x)·F(x) + (1 − g(x))·h(x) with g(x) = σ(W·x + b), where W is a 1×1 convolution with the block's stride and as many
 * filters as it puts out: exclusive gating, after the highway networks of Srivastava et al. 2015.
 */
function gateOf(parameters: Parameters, initialize: Initialize, gate: ConvolutionDescription): Weigh {
  const { convolution, index } = addConvolution(parameters, initialize, gate);
  const bias = parameters.addTrainable(
    `${gate.name}/bias`,
    tf.fill([gate.filters], GATE_BIAS) as tf.Tensor1D,
  );
  return (x, pass) => {
    const response = tf.add(x.convolve(convolution).toTensor(), bias) as tf.Tensor4D;
    pass.observe?.(index, response);
    const g = tf.sigmoid(response);
    return {
      branch: residual => residual.times(g),
      shortcut: passed => passed.times(tf.sub(1, g)),
    };
  };
}
