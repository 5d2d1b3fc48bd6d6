import * as tf from '@tensorflow/tfjs';
import { sourceOf } from '../data/registry.ts';
import { hasFusedKernels } from '../engine/fused-kernels.ts';
import type { PassHooks } from '../model/layers.ts';
import { lossAndGradients, updateMovingStatistics } from '../model/training-pass.ts';
import { createOptimizer } from '../optimizers/create.ts';
import { randomStream } from '../random.ts';
import { regularization } from '../regularizers/regularization.ts';
import type { RunConfig } from '../run/config.ts';
import type { RunPass } from '../train/run-passes.ts';
import type { PassClock } from './estimate.ts';
import { networkAfter } from './run-network.ts';

/** Passes timed of each kind, after one that warms up. */
const TIMED_PASSES = 3;

/** Tells what a pass takes on the current engine from a few real ones on random inputs. The engine must be open. */
export function passClock(): PassClock {
  return { fuses: hasFusedKernels(), seconds: secondsOf };
}

async function secondsOf(config: RunConfig, epoch: number, pass: RunPass): Promise<number> {
  const { recipe } = config;
  const network = networkAfter(epoch, config);
  const optimizer = createOptimizer(recipe.optimizer, network.parameters.trainable);
  const inputs = randomInputs(config, pass.images);
  const labels = tf.zeros<tf.Rank.R1>([pass.images], 'int32');
  const regularized = regularization(config.regularizers, config.seed);
  const looks = looksOf(pass);
  const weights = new Map(network.parameters.layers.map(({ parameter, kernel }) => [parameter, kernel]));

  const trained = async (step: number) => {
    const stepHooks = pass.when === 'steps' ? regularized.atStep(step) : null;
    const random = (layer: string) => randomStream(1, layer, step);
    const computed = lossAndGradients(network, { inputs, labels }, stepHooks ?? { pass: looks }, random);
    if (stepHooks) {
      tf.tidy(() => {
        const gradients = stepHooks.gradients(computed.gradients, weights);
        optimizer.step(gradients, recipe.learningRate, recipe.weightDecay);
      });
      updateMovingStatistics(computed.batchStatistics);
    }
    await computed.loss.data();
    computed.dispose();
  };
  const evaluated = async () => {
    const hooks = { ...regularized.evaluation, ...looks };
    const logits = tf.tidy(() => network.forward(inputs, { training: false, batchStatistics: [], ...hooks }));
    await logits.data();
    logits.dispose();
  };

  try {
    return await medianSeconds(pass.training ? trained : evaluated);
  } finally {
    tf.dispose([inputs, labels]);
    optimizer.dispose();
    network.dispose();
  }
}

/** Hooks through which probes look, and see nothing here. */
function looksOf({ hooks }: RunPass): PassHooks {
  return {
    ...(hooks.includes('observe') && { observe: () => {} }),
    ...(hooks.includes('boundary') && { boundary: maps => maps }),
  };
}

async function medianSeconds(action: (time: number) => Promise<void>): Promise<number> {
  await action(0);
  const times: number[] = [];
  for (let time = 1; time <= TIMED_PASSES; time++) {
    const start = performance.now();
    await action(time);
    times.push((performance.now() - start) / 1000);
  }
  return times.sort((a, b) => a - b)[Math.floor(TIMED_PASSES / 2)]!;
}

/** Of the shape of a run's examples, and of their kind. */
function randomInputs({ data }: RunConfig, count: number): tf.Tensor4D {
  const source = sourceOf(data);
  const shape = [count, ...source.inputShape(data)] as tf.Tensor4D['shape'];
  const symbols = source.symbols?.(data);
  if (symbols === undefined) return tf.randomNormal<tf.Rank.R4>(shape);
  return tf.tidy(() => tf.randomUniformInt(shape, 0, symbols).toFloat() as tf.Tensor4D);
}
