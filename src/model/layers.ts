import * as tf from '@tensorflow/tfjs';
import type { Convolution, Maps } from '../ops/maps.ts';
import type { RandomStream } from '../random.ts';
import { biasesOf, concatenatedRelu, diracFilter } from './cured-layers.ts';
import type {
  ActivationDescription,
  BlockPosition,
  ConvolutionDescription,
  UnitDescription,
} from './describe-block.ts';
import type { DenseDescription } from './describe-network.ts';
import { type Initialize, startingAs } from './initializers.ts';
import type { Parameters } from './parameters.ts';

export type { BlockPosition } from './describe-block.ts';

/** Places where a pass may be looked into or changed from outside. All but the last keep layers from being fused. */
export interface PassHooks {
  /** Sees, and may replace, what goes from block to block: 0 is after the stem, n after block n. */
  readonly boundary?: (maps: tf.Tensor4D, index: number) => tf.Tensor4D;
  /** Changes what comes out of each block. */
  readonly activations?: (maps: tf.Tensor4D, block: BlockPosition) => tf.Tensor4D;
  /** What a residual block's branch is multiplied by; one of 0 is not even computed. */
  readonly branch?: (block: BlockPosition) => number;
  /** Changes the features before the last layer, `[batch, features]`. */
  readonly features?: (features: tf.Tensor2D) => tf.Tensor2D;
}

/**
 * One way through a network. In training mode batch normalisation uses the batch's statistics and leaves
 * them in `batchStatistics`; in evaluation mode it uses the moving ones.
 */
export interface Pass extends PassHooks {
  readonly training: boolean;
  /** Filled in training mode; whoever starts the pass disposes the tensors. */
  readonly batchStatistics: BatchStatistics[];
  /**
   * Random numbers that belong to a layer, by its name, in a step of training. Where there are none, as in evaluation and
   * for probes, a layer does what is expected of its chance.
   */
  readonly random?: (layer: string) => RandomStream;
  /**
   * Sees each convolution's response: after batch normalisation, before addition or ReLU. Keeps layers from being fused.
   */
  readonly observe?: (layerIndex: number, response: tf.Tensor4D) => void;
}

export interface BatchStatistics {
  readonly moving: { readonly mean: tf.Variable; readonly variance: tf.Variable };
  readonly mean: tf.Tensor1D;
  readonly variance: tf.Tensor1D;
}

/** `[batch, rows, columns, channels]` in, the same with other sizes out. */
export type Layer = (x: Maps, pass: Pass) => Maps;

/**
 * A convolution with what comes before or behind it. Its response is what batch normalisation behind it puts out, or, where
 * it comes before (He et al. 2016, “Identity Mappings in Deep Residual Networks”, Fig. 4 e), the convolution itself.
 */
export function convolutionUnit(
  parameters: Parameters,
  initialize: Initialize,
  { before, behind, ...described }: UnitDescription,
): Layer {
  const activate = before && activationUnit(parameters, before);
  const { convolution: plain, index } = addConvolution(parameters, initialize, described);
  const filterOf = described.dirac && diracFilter(parameters, described);
  const biases = biasesOf(parameters, described);
  const isConcatenated = behind?.concatenated ?? false;
  const norm = behind?.norm ? batchNormParameters(parameters, behind.norm, behind.channels) : null;
  return (input, pass) => {
    const x = biases.before(activate ? activate(input, pass) : input);
    const convolution = filterOf ? { ...plain, filter: filterOf(plain.filter) } : plain;
    const activation = behind?.relu ? 'relu' : 'linear';
    if (norm && !pass.observe && !isConcatenated) return respond(x, convolution, norm, activation, pass);
    const response = biases.behind(
      norm ? respond(x, convolution, norm, 'linear', pass) : x.convolve(convolution),
    );
    pass.observe?.(index, response.toTensor());
    if (isConcatenated) return concatenatedRelu(response);
    return activation === 'relu' ? response.relu() : response;
  };
}

/** Batch normalisation, where asked for, and ReLU. */
export function activationUnit(parameters: Parameters, { norm, channels }: ActivationDescription): Layer {
  if (!norm) return x => x.relu();
  const { learned, moving } = batchNormParameters(parameters, norm, channels);
  return (x, pass) => {
    if (!pass.training) return x.normaliseBy(moving, learned);
    const { y, batch } = x.normalise(learned);
    pass.batchStatistics.push({ moving, ...batch });
    return y;
  };
}

/** The weights of a convolution, and the place of its layer among all. */
export function addConvolution(
  parameters: Parameters,
  initialize: Initialize,
  { name, kernel, inputs, filters, stride, start }: ConvolutionDescription,
): { convolution: Convolution; index: number } {
  const first = startingAs(initialize, start);
  const filter = parameters.addWeight(name, first<tf.Rank.R4>(name, [...kernel, inputs, filters]));
  return {
    convolution: { filter: filter as tf.Tensor4D, stride },
    index: parameters.layers.length - 1,
  };
}

type BatchNorm = ReturnType<typeof batchNormParameters>;

function batchNormParameters(parameters: Parameters, name: string, channels: number) {
  const learned = {
    scale: parameters.addTrainable(`${name}/scale`, tf.ones([channels]) as tf.Tensor1D),
    offset: parameters.addTrainable(`${name}/offset`, tf.zeros([channels]) as tf.Tensor1D),
  };
  const moving = {
    mean: parameters.addStatistic(`${name}/mean`, tf.zeros([channels]) as tf.Tensor1D),
    variance: parameters.addStatistic(`${name}/variance`, tf.ones([channels]) as tf.Tensor1D),
  };
  return { learned, moving };
}

function respond(
  x: Maps,
  convolution: Convolution,
  { learned, moving }: BatchNorm,
  activation: 'linear' | 'relu',
  pass: Pass,
): Maps {
  if (!pass.training) return x.convolveAndNormaliseBy(moving, convolution, learned, activation);
  const { y, batch } = x.convolveAndNormalise(convolution, learned, activation);
  pass.batchStatistics.push({ moving, ...batch });
  return y;
}

/** Fully connected layer with bias: `[batch, inputs]` → `[batch, outputs]`. */
export function dense(
  parameters: Parameters,
  initialize: Initialize,
  { name, inputs, outputs, start }: DenseDescription,
): (x: tf.Tensor2D) => tf.Tensor2D {
  const first = startingAs(initialize, start);
  const kernel = parameters.addWeight(name, first<tf.Rank.R2>(name, [inputs, outputs]));
  const bias = parameters.addTrainable(`${name}/bias`, tf.zeros([outputs]) as tf.Tensor1D);
  return x => tf.add(tf.matMul(x, kernel), bias) as tf.Tensor2D;
}
