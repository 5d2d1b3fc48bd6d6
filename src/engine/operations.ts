import * as tf from '@tensorflow/tfjs';
import type { FusedKernels } from './kernels.ts';

/**
 * Operations that an engine may do in its own way, with the same result up to rounding. Those that it does not bring are
 * composed of TensorFlow.js's own by `src/ops/`, where each is described.
 */
export interface Operations {
  /** Of how many values a mean may be taken at once, where that is more than if they were added up one after the other. */
  readonly longestSum?: number;
  channelMean?(x: tf.Tensor4D): tf.Tensor1D;
  affine?(
    x: tf.Tensor4D,
    scale: tf.Tensor1D,
    offset: tf.Tensor1D,
    activation: 'linear' | 'relu',
  ): tf.Tensor4D;
  batchNormTraining?(
    x: tf.Tensor4D,
    scale: tf.Tensor1D,
    offset: tf.Tensor1D,
    activation: 'linear' | 'relu',
    epsilon: number,
  ): BatchNormOutput;
  /** Of a window with something that is no number, that. */
  maxPool?(x: tf.Tensor4D, filterSize: number, strides: number, pad: Padding): tf.Tensor4D;
  readonly fused?: FusedKernels;
}

export interface BatchNormOutput {
  /** `[b, h, w, c]`. */
  readonly y: tf.Tensor4D;
  /** Mean of the batch, `[c]`, kept: the caller disposes it. */
  readonly mean: tf.Tensor1D;
  /** Unbiased variance of the batch, `[c]`, kept: the caller disposes it. */
  readonly variance: tf.Tensor1D;
}

/** Before and after each of `[b, h, w, c]`. */
export type Padding = [[number, number], [number, number], [number, number], [number, number]];

const registry = new Map<string, Operations>();

/** @param backend TensorFlow.js's name of the backend that does them so */
export function registerOperations(backend: string, operations: Operations): void {
  registry.set(backend, operations);
}

/** What the current engine does in its own way. */
export function operations(): Operations {
  return registry.get(tf.getBackend()) ?? {};
}
