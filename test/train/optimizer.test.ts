import * as tf from '@tensorflow/tfjs';
import test from 'ava';
import { MomentumOptimizer } from '../../src/train/optimizer.ts';
import { distance, normals } from '../ops/numbers.ts';
import { openTrainingEngine } from '../training-engine.ts';

test.beforeEach(openTrainingEngine);

test('two steps are what a hand computes', t => {
  const weight = tf.variable(tf.tensor1d([1, -2]));
  const optimizer = new MomentumOptimizer(new Map([['w', weight]]), 0.9, 0.5);
  const step = (gradient: number[], rate: number) => {
    const gradients = new Map([['w', tf.tensor1d(gradient)]]);
    optimizer.step(gradients, rate);
    return [...optimizer.velocities.get('w')!.dataSync(), ...weight.dataSync()];
  };
  // v = g + w/2 = [1 + 0.5, 0 − 1]; w = w − 0.1 v.
  t.true(distance(step([1, 0], 0.1), [1.5, -1, 0.85, -1.9]) < 1e-6);
  // v = 0.9 v + g + w/2 = [1.35 + 0 + 0.425, −0.9 + 2 − 0.95]; w = w − 0.2 v.
  t.true(distance(step([0, 2], 0.2), [1.775, 0.15, 0.495, -1.93]) < 1e-6);
  optimizer.dispose();
});

test('without weight decay it is tfjs’s own momentum optimizer', t => {
  const start = tf.tensor2d(Float32Array.from(normals(12, 1, 'weights')), [3, 4]);
  const [ours, theirs] = [tf.variable(start), tf.variable(start)];
  const optimizer = new MomentumOptimizer(new Map([['w', ours]]), 0.9, 0);
  const reference = tf.train.momentum(0.05, 0.9);
  for (let step = 0; step < 5; step++) {
    const gradient = tf.tensor2d(Float32Array.from(normals(12, step, 'gradient')), [3, 4]);
    optimizer.step(new Map([['w', gradient]]), 0.05);
    reference.applyGradients([{ name: theirs.name, tensor: gradient }]);
    t.true(distance(ours.dataSync(), theirs.dataSync()) < 1e-6, `step ${step}`);
  }
});

test('weight decay is the gradient of half its rate times the squared weights', t => {
  const weights = Float32Array.from(normals(6, 1, 'weights'));
  const [decayed, penalised] = [tf.variable(tf.tensor1d(weights)), tf.variable(tf.tensor1d(weights))];
  const penalty = tf.grad(w => tf.mul(0.3 / 2, tf.sum(tf.square(w))))(penalised);
  new MomentumOptimizer(new Map([['w', decayed]]), 0.9, 0.3).step(new Map([['w', tf.zeros([6])]]), 0.1);
  new MomentumOptimizer(new Map([['w', penalised]]), 0.9, 0).step(new Map([['w', penalty]]), 0.1);
  t.true(distance(decayed.dataSync(), penalised.dataSync()) < 1e-6);
});

test('a step makes no tensors, and disposing frees the velocities', t => {
  const { numTensors } = tf.memory();
  const weight = tf.tidy(() => tf.variable(tf.ones([4])));
  const gradients = new Map([['w', tf.ones([4])]]);
  const optimizer = new MomentumOptimizer(new Map([['w', weight]]), 0.9, 0.1);
  t.is(tf.memory().numTensors, numTensors + 3);
  optimizer.step(gradients, 0.1);
  t.is(tf.memory().numTensors, numTensors + 3);
  optimizer.dispose();
  tf.dispose([weight, ...gradients.values()]);
  t.is(tf.memory().numTensors, numTensors);
});

test('an optimizer of more parameters goes on with the velocities that there are', t => {
  const { numTensors } = tf.memory();
  const [old, added] = [1, 2].map(value => tf.tidy(() => tf.variable(tf.tensor1d([value]))));
  const first = new MomentumOptimizer(new Map([['old', old!]]), 0.5, 0);
  const gradient = tf.tensor1d([8]);
  first.step(new Map([['old', gradient]]), 0.1);
  // As after copying into a larger network: the same value in another variable, and another order.
  const copy = tf.tidy(() => tf.variable(old!));
  const second = first.extendedTo(
    new Map([
      ['added', added!],
      ['old', copy],
    ]),
  );
  t.deepEqual([...second.velocities.keys()], ['added', 'old']);
  second.step(
    new Map([
      ['old', gradient],
      ['added', gradient],
    ]),
    0.1,
  );
  // old: 1 − 0.1 · 8, then v = 0.5 · 8 + 8.
  t.true(distance(copy.dataSync(), [1 - 0.8 - 1.2]) < 1e-6);
  t.true(distance(added!.dataSync(), [2 - 0.8]) < 1e-6);
  second.dispose();
  tf.dispose([old!, added!, copy, gradient]);
  t.is(tf.memory().numTensors, numTensors);
});

test('what shares its values with a weight or a velocity keeps them when these are updated', t => {
  const start = tf.tensor1d([1, 2]);
  const weight = tf.variable(start);
  const optimizer = new MomentumOptimizer(new Map([['w', weight]]), 0.9, 0);
  const step = () => optimizer.step(new Map([['w', tf.tensor1d([1, 1])]]), 0.5);
  step();
  const velocity = optimizer.velocities.get('w')!.clone();
  const { numTensors } = tf.memory();
  const clone = weight.clone();
  step();
  t.is(tf.memory().numTensors, numTensors + 2);
  t.deepEqual([...start.dataSync(), ...clone.dataSync()], [1, 2, 0.5, 1.5]);
  t.deepEqual([...velocity.dataSync()], [1, 1]);
  t.deepEqual([...weight.dataSync()].map(Math.fround), [0.5 - 0.95, 1.5 - 0.95].map(Math.fround));
});
