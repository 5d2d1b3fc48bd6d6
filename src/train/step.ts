import * as tf from '@tensorflow/tfjs';
import type { Batch } from '../data/index.ts';
import { fusedMovingAverage, hasFusedKernels } from '../engine/fused-kernels.ts';
import type { BatchStatistics } from '../model/layers.ts';
import type { Network } from '../model/network.ts';
import { softmaxCrossEntropy } from '../ops/softmax-cross-entropy.ts';
import type { Regularization, StepContext } from '../regularizers/index.ts';

export interface LossAndGradients {
  /** Mean cross-entropy of the batch, a scalar on the device. */
  readonly loss: tf.Scalar;
  /** By parameter name; no weight decay in them. */
  readonly gradients: ReadonlyMap<string, tf.Tensor>;
  readonly batchStatistics: readonly BatchStatistics[];
  /** Frees all of the above. */
  dispose(): void;
}

/**
 * Forward and backward in training mode; changes nothing in the network.
 *
 * @param regularized what changes targets and features on the way; penalties are not part of the gradients here
 */
export function lossAndGradients(
  network: Network,
  { images, labels }: Batch,
  regularized?: { readonly by: Regularization; readonly at: StepContext },
): LossAndGradients {
  const { trainable } = network.parameters;
  const batchStatistics: BatchStatistics[] = [];
  const { value, grads } = tf.variableGrads(() => {
    const logits = network.forward(images, {
      training: true,
      batchStatistics,
      ...(regularized && { features: x => regularized.by.features(x, regularized.at) }),
    });
    const targets = oneHot(labels, logits.shape[1]);
    return softmaxCrossEntropy(logits, regularized?.by.targets(targets, regularized.at) ?? targets);
  }, [...trainable.values()]);
  const gradients = new Map([...trainable].map(([name, variable]) => [name, grads[variable.name]!]));
  return {
    loss: value,
    gradients,
    batchStatistics,
    dispose() {
      tf.dispose([value, ...gradients.values(), ...batchStatistics.flatMap(s => [s.mean, s.variance])]);
    },
  };
}

/** Share of a moving statistic that each batch replaces (Caffe's and PyTorch's usual 0.1). */
const MOVING_AVERAGE_RATE = 0.1;

/**
 * Moves the moving statistics towards those of a batch; with rate 1 they become the batch's own, which is
 * how they start: so that the error before training is measured on sensible activations.
 */
export function updateMovingStatistics(batch: readonly BatchStatistics[], rate = MOVING_AVERAGE_RATE): void {
  const pairs = batch.flatMap(({ moving, mean, variance }) => [
    { moving: moving.mean, fresh: mean },
    { moving: moving.variance, fresh: variance },
  ]);
  if (hasFusedKernels()) fusedMovingAverage(pairs, rate);
  else
    tf.tidy(() =>
      pairs.forEach(({ moving, fresh }) => {
        moving.assign(mix(moving, fresh, rate));
      }),
    );
}

function mix(old: tf.Tensor, fresh: tf.Tensor, rate: number): tf.Tensor {
  return tf.add(tf.mul(old, 1 - rate), tf.mul(fresh, rate));
}

/** `[batch]` of class numbers → `[batch, classes]` of zeros and ones. */
export function oneHot(labels: tf.Tensor1D, classes: number): tf.Tensor2D {
  return tf.oneHot(labels, classes).toFloat() as tf.Tensor2D;
}
