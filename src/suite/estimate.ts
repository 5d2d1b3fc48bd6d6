import * as tf from '@tensorflow/tfjs';
import { sourceOf } from '../data/registry.ts';
import { lossAndGradients, updateMovingStatistics } from '../model/training-pass.ts';
import { createOptimizer } from '../optimizers/create.ts';
import { randomStream } from '../random.ts';
import type { RunConfig } from '../run/config.ts';
import { totalSteps } from '../run/steps.ts';
import { networkAfter } from './run-network.ts';

/** Steps timed per configuration, after one that warms up. */
const TIMED_STEPS = 3;
/** Making the splits, building the network, beginning the files. */
const RUN_START_SECONDS = 0.5;

/**
 * Seconds that each run would take on the current engine, from a few real steps on random inputs. The engine
 * must be open.
 */
export async function estimateSeconds(configs: readonly RunConfig[]): Promise<number[]> {
  const seconds: number[] = [];
  const known = new Map<string, number>();
  for (const config of configs) {
    // Seeds do not change how long a run takes; regularizers do little, but where they stop it early.
    const key = JSON.stringify({ ...config, seed: 1, regularizers: [] });
    if (!known.has(key)) known.set(key, await timeRun(config));
    seconds.push(known.get(key)!);
  }
  return seconds;
}

async function timeRun(config: RunConfig): Promise<number> {
  const { data, recipe } = config;
  const network = networkAfter(recipe.epochs, config);
  const optimizer = createOptimizer(recipe.optimizer, network.parameters.trainable);
  const shape = sourceOf(data).inputShape(data);
  const inputs = tf.randomNormal<tf.Rank.R4>([recipe.batchSize, ...shape]);
  const labels = tf.zeros<tf.Rank.R1>([recipe.batchSize], 'int32');
  const stepSeconds = await medianSeconds(async () => {
    const pass = lossAndGradients(network, { inputs, labels }, undefined, layer => randomStream(1, layer));
    optimizer.step(pass.gradients, recipe.learningRate, recipe.weightDecay);
    updateMovingStatistics(pass.batchStatistics);
    await pass.loss.data();
    pass.dispose();
  });
  const forwardSeconds = await medianSeconds(async () => {
    const logits = tf.tidy(() => network.forward(inputs, { training: false, batchStatistics: [] }));
    await logits.data();
    logits.dispose();
  });
  tf.dispose([inputs, labels]);
  optimizer.dispose();
  network.dispose();
  const evaluated = data.trainEvalSize + data.valSize + data.testSize;
  const measurements = recipe.epochs + 1;
  const measuring = (evaluated / recipe.batchSize + 1) * forwardSeconds + stepSeconds;
  return RUN_START_SECONDS + totalSteps(config) * stepSeconds + measurements * measuring;
}

async function medianSeconds(action: () => Promise<void>): Promise<number> {
  await action();
  const times: number[] = [];
  for (let repetition = 0; repetition < TIMED_STEPS; repetition++) {
    const start = performance.now();
    await action();
    times.push((performance.now() - start) / 1000);
  }
  return times.sort((a, b) => a - b)[Math.floor(TIMED_STEPS / 2)]!;
}
