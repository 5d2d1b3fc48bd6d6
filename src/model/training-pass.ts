import * as tf from '@tensorflow/tfjs';
import type { Batch } from '../data/types.ts';
import { fusedMovingAverage, hasFusedKernels } from '../engine/fused-kernels.ts';
import { RepeatedLayers } from '../ops/repeated-layers.ts';
import { softmaxCrossEntropy } from '../ops/softmax-cross-entropy.ts';
import type { BatchStatistics, Pass, PassHooks } from './layers.ts';
import type { Network, Passable } from './network.ts';

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
  network: Passable,
  batch: Batch,
  changed?: ChangedPass,
  random?: Pass['random'],
): LossAndGradients {
  const { trainable } = network.parameters;
  const pass = trainingPass(changed, random);
  return onTrainingBatch(network, batch, changed, ({ inputs, targets }) => {
    const { value, grads } = tf.variableGrads(
      () => softmaxCrossEntropy(network.forward(inputs, pass), targets),
      [...trainable.values()],
    );
    const gradients = new Map(
      [...trainable].map(([name, variable]) => [
        name,
        // What took no part, as a branch that was left out, has none.
        grads[variable.name] ?? tf.zerosLike(variable),
      ]),
    );
    const { batchStatistics } = pass;
    return {
      loss: value,
      gradients,
      batchStatistics,
      dispose() {
        tf.dispose([value, ...gradients.values(), ...batchStatistics.flatMap(s => [s.mean, s.variance])]);
      },
    };
  });
}

/** `lossAndGradients` of one network on one batch after the other, with the same result. */
export interface TrainingPasses {
  /** What it returns is valid up to the next one. */
  next(batch: Batch, changed?: ChangedPass, random?: Pass['random']): LossAndGradients;
  /** Frees what it keeps from one pass to the next. The network stays. */
  dispose(): void;
}

/** On engines with fused kernels they are faster than single passes: see `RepeatedLayers`. */
export function trainingPasses(network: Network): TrainingPasses {
  const { body, head, parameters } = network;
  const repeated = new RepeatedLayers<BatchStatistics>(body.variables, (maps, batchStatistics) =>
    body.layers(maps, { training: true, batchStatistics }),
  );
  return {
    next(batch, changed, random) {
      const pass = trainingPass(changed, random);
      if (network.executionOf(pass) === 'composed') return lossAndGradients(network, batch, changed, random);
      return onTrainingBatch(network, batch, changed, ({ inputs, targets }) => {
        const through = repeated.forward(inputs);
        const { value, grads } = tf.valueAndGrads(x =>
          softmaxCrossEntropy(head.layers(x as tf.Tensor2D, pass), targets),
        )([through.features, ...head.variables]);
        const [ofFeatures, ...ofHead] = grads;
        const ofBody = through.backward(ofFeatures as tf.Tensor2D);
        ofFeatures!.dispose();
        const names = [...parameters.trainable.keys()];
        return {
          loss: value as tf.Scalar,
          gradients: new Map([...ofBody, ...ofHead].map((gradient, i) => [names[i]!, gradient])),
          batchStatistics: through.statistics,
          // The others are the layers'.
          dispose: () => tf.dispose([value, ...ofHead]),
        };
      });
    },
    dispose: () => repeated.dispose(),
  };
}

function trainingPass(changed?: ChangedPass, random?: Pass['random']): Pass {
  return { training: true, batchStatistics: [], ...(random && { random }), ...changed?.pass };
}

/** Works on a batch with its targets, as changed, and frees what was made for that. */
function onTrainingBatch<T>(
  { classes }: Passable,
  { inputs, labels }: Batch,
  changed: ChangedPass | undefined,
  work: (batch: TrainingBatch) => T,
): T {
  // Outside of what is differentiated: no tape should hold on to how a batch came about.
  const batch = tf.tidy(() => {
    const plain = { inputs, targets: oneHot(labels, classes) };
    return { ...(changed?.batch?.(plain) ?? plain) };
  });
  try {
    return work(batch);
  } finally {
    batch.targets.dispose();
    if (batch.inputs !== inputs) batch.inputs.dispose();
  }
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
