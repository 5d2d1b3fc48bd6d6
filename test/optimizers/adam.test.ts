import * as tf from '@tensorflow/tfjs';
import test from 'ava';
import { createOptimizer } from '../../src/optimizers/create.ts';
import { parseOptimizer } from '../../src/optimizers/registry.ts';
import { distance, normals } from '../ops/numbers.ts';
import { openTrainingEngine } from '../training-engine.ts';

test.beforeEach(openTrainingEngine);

function adamOf(weight: tf.Variable, spec = 'adam') {
  return createOptimizer(parseOptimizer(spec), new Map([['w', weight]]));
}

test('the first three steps are what a hand computes', t => {
  const weight = tf.variable(tf.tensor1d([1]));
  const optimizer = adamOf(weight, 'adam=0.5,beta2=0.75,epsilon=0.5');
  const after = (gradient: number, rate: number, decay: number) => {
    optimizer.step(new Map([['w', tf.tensor1d([gradient])]]), rate, decay);
    return weight.dataSync()[0]!;
  };
  // m = 2, v = 4, divided by 1/2 and 1/4: 4 / (√16 + 1/2).
  const first = 1 - 0.1 * (4 / 4.5);
  t.true(Math.abs(after(4, 0.1, 0) - first) < 1e-6);
  // m = 1 − 1 = 0, v = 3 + 1; only the decay is left.
  const second = first - 0.2 * (0 + 0.25 * first);
  t.true(Math.abs(after(-2, 0.2, 0.25) - second) < 1e-6);
  // m = 0 + 1/2, v = 3 + 1/4, divided by 7/8 and 37/64.
  const third = second - 0.1 * (0.5 / 0.875 / (Math.sqrt(3.25 / 0.578125) + 0.5));
  t.true(Math.abs(after(1, 0.1, 0) - third) < 1e-6);
});

test('the first step goes as far as the rate, whatever the size of the gradient', t => {
  const weight = tf.variable(tf.tensor1d([0, 0, 0]));
  adamOf(weight).step(new Map([['w', tf.tensor1d([1e-3, -5, 1e4])]]), 0.01, 0);
  t.true(distance(weight.dataSync(), [-0.01, 0.01, -0.01]) < 1e-4);
});

test('many steps of Adam, of changing rates, gradients and decay are those of double precision', t => {
  const start = normals(40, 1, 'weights');
  const weight = tf.variable(tf.tensor1d(Float32Array.from(start)));
  const optimizer = adamOf(weight);
  const [w, m, v] = [Float64Array.from(start), new Float64Array(40), new Float64Array(40)];
  for (let step = 1; step <= 60; step++) {
    const gradient = normals(40, step, 'gradient');
    const [rate, decay] = [0.1 / step, 0.01 * (step % 3)];
    optimizer.step(new Map([['w', tf.tensor1d(Float32Array.from(gradient))]]), rate, decay);
    for (let i = 0; i < 40; i++) {
      m[i] = 0.9 * m[i]! + 0.1 * gradient[i]!;
      v[i] = 0.999 * v[i]! + 0.001 * gradient[i]! ** 2;
      const direction = m[i]! / (1 - 0.9 ** step) / (Math.sqrt(v[i]! / (1 - 0.999 ** step)) + 1e-8);
      w[i]! -= rate * (direction + decay * w[i]!);
    }
  }
  t.true(distance(weight.dataSync(), w) < 1e-5);
  t.true(distance(optimizer.state.get('firstMoment/w')!.dataSync(), m) < 1e-5);
  t.true(distance(optimizer.state.get('secondMoment/w')!.dataSync(), v) < 1e-5);
});

test('a gradient that is 0 moves nothing, and no number is lost', t => {
  const weight = tf.variable(tf.tensor1d([3]));
  const optimizer = adamOf(weight);
  for (let step = 0; step < 3; step++) optimizer.step(new Map([['w', tf.tensor1d([0])]]), 0.1, 0);
  t.is(weight.dataSync()[0], 3);
});
