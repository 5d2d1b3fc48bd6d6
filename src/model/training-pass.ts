import * as tf from '@tensorflow/tfjs';
import type { Batch } from '../data/types.ts';
import { fusedMovingAverage, hasFusedKernels } from '../engine/fused-kernels.ts';
import { softmaxCrossEntropy } from '../ops/softmax-cross-entropy.ts';
import type { BatchStatistics, Pass, PassHooks } from './layers.ts';
import type { Network } from './network.ts';

/** What a step learns from. */
export interface TrainingBatch {
  /** `[batch, rows, columns, channels]`, normalised: 0 is the mean. */
  readonly inputs: tf.Tensor4D;
  /** Class probabilities, `[batch, classes]`; one-hot at first. */
  readonly targets: tf.Tensor2D;
}

/** What a pass is given instead of the batch, and where it is looked into or changed. */
export interface ChangedPass {
  batch?(batch: TrainingBatch): TrainingBatch;
  readonly pass: PassHooks;
}

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
 * @param changed by regularizers, whose penalties are not part of the gradients here, or by who looks into it
 * @param random for layers that leave something to chance; without it they do what is expected of them
 */
export function lossAndGradients(
  network: Network,
  { inputs, labels }: Batch,
  changed?: ChangedPass,
  random?: Pass['random'],
): LossAndGradients {
  const { trainable } = network.parameters;
  const batchStatistics: BatchStatistics[] = [];
  // Outside of what is differentiated: no tape should hold on to how a batch came about.
  const batch = tf.tidy(() => {
    const plain = { inputs, targets: oneHot(labels, network.classes) };
    return { ...(changed?.batch?.(plain) ?? plain) };
  });
  const { value, grads } = tf.variableGrads(() => {
    const logits = network.forward(batch.inputs, {
      training: true,
      batchStatistics,
      ...(random && { random }),
      ...changed?.pass,
    });
    return softmaxCrossEntropy(logits, batch.targets);
  }, [...trainable.values()]);
  batch.targets.dispose();
  if (batch.inputs !== inputs) batch.inputs.dispose();
  const gradients = new Map(
    [...trainable].map(([name, variable]) => [
      name,
      // What took no part, as a branch that was left out, has none.
      grads[variable.name] ?? tf.zerosLike(variable),
    ]),
  );
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

/** Moves the moving statistics towards those of a batch. @param rate 1 makes them the batch's own */
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

/**
 * The moving statistics become those of a batch: as they begin, 0 and 1, the error before training would be that of a
 * network that nobody trains.
 */
export function startMovingStatistics(network: Network, { inputs }: Batch): void {
  const batchStatistics: BatchStatistics[] = [];
  tf.tidy(() => {
    network.forward(inputs, { training: true, batchStatistics });
  });
  updateMovingStatistics(batchStatistics, 1);
  tf.dispose(batchStatistics.flatMap(({ mean, variance }) => [mean, variance]));
}

function mix(old: tf.Tensor, fresh: tf.Tensor, rate: number): tf.Tensor {
  return tf.add(tf.mul(old, 1 - rate), tf.mul(fresh, rate));
}

/** `[batch]` of class numbers → `[batch, classes]` of zeros and ones. */
export function oneHot(labels: tf.Tensor1D, classes: number): tf.Tensor2D {
  return tf.oneHot(labels, classes).toFloat() as tf.Tensor2D;
}
