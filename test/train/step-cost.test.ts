import * as tf from '@tensorflow/tfjs';
import test from 'ava';
import { openEngine } from '../../src/engine/index.ts';
import type { BatchStatistics } from '../../src/model/layers.ts';
import { MomentumOptimizer } from '../../src/train/optimizer.ts';
import { lossAndGradients, updateMovingStatistics } from '../../src/train/step.ts';
import { network } from '../model/networks.ts';
import { randomBatch } from './tiny.ts';

const PAIRS = 11;

test('a training step on wasm costs at most 4.5 times the forward pass alone', async t => {
  await openEngine('wasm');
  const net = network({ depth: 20, width: 8 });
  const optimizer = new MomentumOptimizer(net.parameters.trainable, 0.9, 1e-4);
  const batch = randomBatch(64, 16);

  const forward = () => {
    const batchStatistics: BatchStatistics[] = [];
    const logits = tf.tidy(() => net.forward(batch.images, { training: true, batchStatistics }));
    logits.dataSync();
    tf.dispose([logits, ...batchStatistics.flatMap(({ mean, variance }) => [mean, variance])]);
  };
  const step = () => {
    const pass = lossAndGradients(net, batch);
    optimizer.step(pass.gradients, 1e-3);
    updateMovingStatistics(pass.batchStatistics);
    pass.loss.dataSync();
    pass.dispose();
  };

  for (let i = 0; i < 3; i++) {
    forward();
    step();
  }
  // A forward pass before and one after each step, so that a machine that slows down does so for both.
  const ratios = Array.from({ length: PAIRS }, () => {
    const before = secondsOf(forward);
    const whole = secondsOf(step);
    return whole / ((before + secondsOf(forward)) / 2);
  }).sort((a, b) => a - b);
  const median = ratios[PAIRS >> 1]!;
  t.log(`${median.toFixed(2)} (${ratios[0]!.toFixed(2)} to ${ratios.at(-1)!.toFixed(2)})`);
  t.true(median <= 4.5, `${median}`);
});

/** Of the processor, not of the clock: what others compute meanwhile counts less. */
function secondsOf(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}
