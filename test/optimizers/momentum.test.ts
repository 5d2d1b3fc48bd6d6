import * as tf from '@tensorflow/tfjs';
import test from 'ava';
import { distance, normals } from '../ops/numbers.ts';
import { openTrainingEngine } from '../training-engine.ts';
import { momentumOf } from './momentum-of.ts';

test.beforeEach(openTrainingEngine);

const MOMENTUM = 0.9;
const schedules = {
  constant: Array.from({ length: 20 }, () => 0.1),
  'a tenth after a while': Array.from({ length: 20 }, (_, k) => (k < 10 ? 0.1 : 0.01)),
  'growing linearly': Array.from({ length: 20 }, (_, k) => 0.1 * Math.min(1, (k + 1) / 15)),
};

for (const [what, rates] of Object.entries(schedules)) {
  const n = rates.length;
  const gradient = [1, -0.5];
  /** Σ of what each step contributes to all that follow: rate · g · (1 + m + … ), as often as it is still to go on. */
  const caffe = gradient.map(g => rates.reduce((w, rate, k) => w - rate * g * geometric(n - k), 0));
  /** There the velocity is multiplied by the rate that is, so that what counts is how long it has grown. */
  const torch = gradient.map(g => rates.reduce((w, rate, k) => w - rate * g * geometric(k + 1), 0));

  test(`a constant gradient moves a weight as far as a closed form says, rate ${what}`, t => {
    const weight = tf.variable(tf.zeros([2]));
    const optimizer = momentumOf(new Map([['w', weight]]), MOMENTUM);
    for (const rate of rates) optimizer.step(new Map([['w', tf.tensor1d(gradient)]]), rate, 0);
    t.true(distance(weight.dataSync(), caffe) < 1e-6);
    if (what === 'constant') t.true(distance(caffe, torch) < 1e-12);
    else t.true(distance(weight.dataSync(), torch) > 0.02, 'another rule would not be noticed');
  });
}

/** 1 + m + … + m^(count − 1). */
function geometric(count: number): number {
  return (1 - MOMENTUM ** count) / (1 - MOMENTUM);
}

for (const [what, segments] of [
  [
    'a drop of the rate',
    [
      { rate: 0.2, steps: 8 },
      { rate: 0.02, steps: 8 },
    ],
  ],
  [
    'a warm-up',
    [
      { rate: 0.02, steps: 5 },
      { rate: 0.2, steps: 8 },
    ],
  ],
] as const) {
  test(`on a parabola a weight is where the roots of its recurrence put it, over ${what}`, t => {
    const [momentum, curvature] = [0.25, 0.5];
    const weight = tf.variable(tf.scalar(3));
    const optimizer = momentumOf(new Map([['w', weight]]), momentum);
    let [now, before] = [3, 3];
    for (const { rate, steps } of segments) {
      for (let step = 0; step < steps; step++) {
        const gradients = new Map([['w', tf.mul(weight, curvature)]]);
        optimizer.step(gradients, rate, 0);
      }
      [now, before] = onParabola({ now, before, momentum, pull: rate * curvature, steps });
      t.true(Math.abs(weight.dataSync()[0]! / now - 1) < 1e-5);
    }
    t.true(Math.abs(torchOnParabola(3, momentum, curvature, segments) / now - 1) > 1e-3);
  });
}

/** w(k+1) = (1 + m − rate · a) · w(k) − m · w(k−1), by its roots; returns the last two. */
function onParabola(at: { now: number; before: number; momentum: number; pull: number; steps: number }) {
  const { now, before, momentum, pull, steps } = at;
  const half = (1 + momentum - pull) / 2;
  const spread = Math.sqrt(half ** 2 - momentum);
  const [r, s] = [half + spread, half - spread];
  const ofR = (now - s * before) / (r - s);
  const ofS = before - ofR;
  const after = (k: number) => ofR * r ** (k + 1) + ofS * s ** (k + 1);
  return [after(steps), after(steps - 1)] as const;
}

function torchOnParabola(
  start: number,
  momentum: number,
  curvature: number,
  segments: readonly { rate: number; steps: number }[],
): number {
  let [w, v] = [start, 0];
  for (const rate of segments.flatMap(({ rate, steps }) => Array.from({ length: steps }, () => rate))) {
    v = momentum * v + curvature * w;
    w -= rate * v;
  }
  return w;
}

test('many steps of changing rates, gradients and decay are those of double precision', t => {
  const start = normals(40, 1, 'weights');
  const weight = tf.variable(tf.tensor1d(Float32Array.from(start)));
  const optimizer = momentumOf(new Map([['w', weight]]), MOMENTUM);
  const [w, v] = [Float64Array.from(start), new Float64Array(40)];
  for (let step = 0; step < 30; step++) {
    const gradient = normals(40, step, 'gradient');
    const [rate, decay] = [0.1 / (1 + step), 0.01 * (step % 3)];
    optimizer.step(new Map([['w', tf.tensor1d(Float32Array.from(gradient))]]), rate, decay);
    for (let i = 0; i < 40; i++) {
      v[i] = MOMENTUM * v[i]! + rate * (gradient[i]! + decay * w[i]!);
      w[i]! -= v[i]!;
    }
  }
  t.true(distance(weight.dataSync(), w) < 1e-6);
  t.true(distance(optimizer.state.get('velocity/w')!.dataSync(), v) < 1e-6);
});

test('at one rate and without weight decay it is tfjs’s own momentum optimizer', t => {
  const start = tf.tensor2d(Float32Array.from(normals(12, 1, 'weights')), [3, 4]);
  const [ours, theirs] = [tf.variable(start), tf.variable(start)];
  const optimizer = momentumOf(new Map([['w', ours]]));
  const reference = tf.train.momentum(0.05, 0.9);
  for (let step = 0; step < 5; step++) {
    const gradient = tf.tensor2d(Float32Array.from(normals(12, step, 'gradient')), [3, 4]);
    optimizer.step(new Map([['w', gradient]]), 0.05, 0);
    reference.applyGradients([{ name: theirs.name, tensor: gradient }]);
    t.true(distance(ours.dataSync(), theirs.dataSync()) < 1e-6, `step ${step}`);
  }
});

test('weight decay is the gradient of half its rate times the squared weights', t => {
  const weights = Float32Array.from(normals(6, 1, 'weights'));
  const [decayed, penalised] = [tf.variable(tf.tensor1d(weights)), tf.variable(tf.tensor1d(weights))];
  const penalty = tf.grad(w => tf.mul(0.3 / 2, tf.sum(tf.square(w))))(penalised);
  momentumOf(new Map([['w', decayed]])).step(new Map([['w', tf.zeros([6])]]), 0.1, 0.3);
  momentumOf(new Map([['w', penalised]])).step(new Map([['w', penalty]]), 0.1, 0);
  t.true(distance(decayed.dataSync(), penalised.dataSync()) < 1e-6);
});

test('what shares its values with a weight or a velocity keeps them when these are updated', t => {
  const start = tf.tensor1d([1, 2]);
  const weight = tf.variable(start);
  const optimizer = momentumOf(new Map([['w', weight]]));
  const step = () => optimizer.step(new Map([['w', tf.tensor1d([1, 1])]]), 0.5, 0);
  step();
  const velocity = optimizer.state.get('velocity/w')!.clone();
  const { numTensors } = tf.memory();
  const clone = weight.clone();
  step();
  t.is(tf.memory().numTensors, numTensors + 2);
  t.deepEqual([...start.dataSync(), ...clone.dataSync()], [1, 2, 0.5, 1.5]);
  t.deepEqual([...velocity.dataSync()], [0.5, 0.5]);
  t.deepEqual([...weight.dataSync()].map(Math.fround), [0.5 - 0.95, 1.5 - 0.95].map(Math.fround));
});
