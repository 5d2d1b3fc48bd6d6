import * as tf from '@tensorflow/tfjs';
import { batchNormInference, batchNormTraining } from '../ops/batch-norm.ts';
import {
  type ConvolutionArguments,
  convolution,
  convolutionBatchNormInference,
  convolutionBatchNormTraining,
} from '../ops/convolution.ts';
import { type FeatureMaps, rectify, toTensor } from '../ops/feature-maps.ts';
import type { RandomStream } from '../random.ts';
import type { Initialize } from './initializers.ts';
import type { Parameters } from './parameters.ts';

/** A block's place in its network. */
export interface BlockPosition {
  /** From 1 at the input. */
  readonly index: number;
  /** Of all blocks. */
  readonly count: number;
}

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
  /** Sees each convolution's response: after batch normalisation, before addition or ReLU. */
  readonly observe?: (layerIndex: number, response: tf.Tensor4D) => void;
}

export interface BatchStatistics {
  readonly moving: { readonly mean: tf.Variable; readonly variance: tf.Variable };
  readonly mean: tf.Tensor1D;
  readonly variance: tf.Tensor1D;
}

export type Activation = 'linear' | 'relu';
/** `[batch, rows, columns, channels]` in, the same with other sizes out. */
export type Layer = (x: FeatureMaps, pass: Pass) => FeatureMaps;

export interface ConvolutionOptions {
  readonly name: string;
  readonly kernelSize: number;
  readonly inputs: number;
  readonly filters: number;
  readonly stride: number;
  readonly activation: Activation;
  readonly batchNorm: boolean;
}

/** Convolution without bias, then batch normalisation (where asked for), then the activation. */
export function convolutionUnit(
  parameters: Parameters,
  initialize: Initialize,
  options: ConvolutionOptions,
): Layer {
  const { name, filters, stride, activation } = options;
  const { filter, index } = addFilter(parameters, initialize, options);
  const respond = options.batchNorm
    ? convolutionBatchNorm(parameters, normName(name), filters)
    : withoutBatchNorm;
  return (x, pass) => {
    const convolved = { x, filter, stride };
    if (!pass.observe) return respond(convolved, activation, pass);
    const response = toTensor(respond(convolved, 'linear', pass));
    pass.observe(index, response);
    return activation === 'relu' ? tf.relu(response) : response;
  };
}

/**
 * Batch normalisation (where asked for) and ReLU, then a convolution without bias: the order of He et al. 2016,
 * “Identity Mappings in Deep Residual Networks”, Fig. 4 e. Its response is what the convolution puts out.
 *
 * @param options.activation `linear` for a convolution whose input was activated before
 */
export function preActivationUnit(
  parameters: Parameters,
  initialize: Initialize,
  options: ConvolutionOptions,
): Layer {
  const { name, inputs, stride, activation, batchNorm: normalised } = options;
  const activate =
    activation === 'relu' ? activationUnit(parameters, normName(name), inputs, normalised) : null;
  const { filter, index } = addFilter(parameters, initialize, options);
  return (x, pass) => {
    const response = convolution({ x: activate ? activate(x, pass) : x, filter, stride });
    pass.observe?.(index, response);
    return response;
  };
}

/** Batch normalisation, where asked for, and ReLU, of maps that are not fused. */
export function activationUnit(
  parameters: Parameters,
  name: string,
  channels: number,
  normalised: boolean,
): Layer {
  if (!normalised) return rectify;
  const { learned, moving } = batchNormParameters(parameters, name, channels);
  return (x, pass) => {
    if (!pass.training) {
      return batchNormInference(
        toTensor(x),
        learned.scale,
        learned.offset,
        moving.mean,
        moving.variance,
        'relu',
      );
    }
    const { y, mean, variance } = batchNormTraining(toTensor(x), learned.scale, learned.offset, 'relu');
    pass.batchStatistics.push({ moving, mean, variance });
    return y;
  };
}

/** The weights of a convolution, and the place of its layer among all. */
export function addFilter(
  parameters: Parameters,
  initialize: Initialize,
  {
    name,
    kernelSize,
    inputs,
    filters,
  }: Pick<ConvolutionOptions, 'name' | 'kernelSize' | 'inputs' | 'filters'>,
): { filter: tf.Tensor4D; index: number } {
  const filter = parameters.addWeight(
    name,
    initialize<tf.Rank.R4>(name, [kernelSize, kernelSize, inputs, filters]),
  ) as tf.Tensor4D;
  return { filter, index: parameters.layers.length - 1 };
}

type Respond = (convolved: ConvolutionArguments, activation: Activation, pass: Pass) => FeatureMaps;

const withoutBatchNorm: Respond = (convolved, activation) => {
  const response = convolution(convolved);
  return activation === 'relu' ? tf.relu(response) : response;
};

/** `stage1/block1/conv2` → `stage1/block1/bn2`. */
function normName(convolution: string): string {
  return convolution.replace(/conv(\d*)$/, 'bn$1');
}

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

function convolutionBatchNorm(parameters: Parameters, name: string, channels: number): Respond {
  const { learned, moving } = batchNormParameters(parameters, name, channels);
  return (convolved, activation, pass) => {
    if (!pass.training) return convolutionBatchNormInference(convolved, learned, moving, activation);
    const { y, mean, variance } = convolutionBatchNormTraining(convolved, learned, activation);
    pass.batchStatistics.push({ moving, mean, variance });
    return y;
  };
}

/** Fully connected layer with bias: `[batch, inputs]` → `[batch, outputs]`. */
export function dense(
  parameters: Parameters,
  initialize: Initialize,
  { name, inputs, outputs }: { name: string; inputs: number; outputs: number },
): (x: tf.Tensor2D) => tf.Tensor2D {
  const kernel = parameters.addWeight(name, initialize<tf.Rank.R2>(name, [inputs, outputs]));
  const bias = parameters.addTrainable(`${name}/bias`, tf.zeros([outputs]) as tf.Tensor1D);
  return x => tf.add(tf.matMul(x, kernel), bias) as tf.Tensor2D;
}
