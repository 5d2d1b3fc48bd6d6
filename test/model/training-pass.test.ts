import * as tf from '@tensorflow/tfjs';
import test from 'ava';
import type { NetworkOptions } from '../../src/model/network.ts';
import { lossAndGradients, trainingPasses, updateMovingStatistics } from '../../src/model/training-pass.ts';
import { randomStream } from '../../src/random.ts';
import { regularization } from '../../src/regularizers/regularization.ts';
import type { RegularizerSpec } from '../../src/run/config.ts';
import { distance, on } from '../ops/numbers.ts';
import { randomBatch } from '../train/tiny.ts';
import { trainingEngine } from '../training-engine.ts';
import { network } from './networks.ts';

const networks: [what: string, options: Partial<NetworkOptions>][] = [
  ['a plain network', { kind: 'plain' }],
  ['a residual network', { kind: 'residual' }],
  ['a residual network with projections where the shape changes', { shortcut: 'B' }],
  ['a residual network with projections everywhere', { shortcut: 'C' }],
  ['a plain network without batch normalisation', { kind: 'plain', batchNorm: false }],
  ['a residual network with pre-activation', { kind: 'residual', order: 'pre-activation' }],
  ['a plain network with pre-activation', { kind: 'plain', order: 'pre-activation' }],
  ['a residual network of bottlenecks', { depth: 11, block: 'bottleneck' }],
  ['a plain network of bottlenecks', { kind: 'plain', depth: 11, block: 'bottleneck' }],
  ['a residual network without batch normalisation', { kind: 'residual', batchNorm: false }],
  ['a residual network with scaled shortcuts', { shortcut: 'scaled' }],
  ['a residual network with gated shortcuts', { shortcut: 'gated' }],
  ['a residual network with dropout of shortcuts', { shortcut: 'dropout' }],
  ['a network with gated shortcuts and pre-activation', { shortcut: 'gated', order: 'pre-activation' }],
];

/** Of one step, always the same; only dropout of shortcuts has a use for it. */
const random = (layer: string) => randomStream(1, layer);

for (const [what, options] of networks) {
  test.serial(`${what} has the same loss and gradients on ${trainingEngine} as on cpu`, async t => {
    const trained = await on(trainingEngine, () => gradientsOf(options));
    const cpu = await on('cpu', () => gradientsOf(options));
    t.true(distance([trained.loss], [cpu.loss]) < 1e-5);
    t.deepEqual([...trained.gradients.keys()], [...cpu.gradients.keys()]);
    for (const [name, values] of trained.gradients) {
      t.true(distance(values, cpu.gradients.get(name)!) < 1e-4, name);
    }
  });

  test.serial(`the loss of ${what} changes as its gradient says`, async t => {
    await on(trainingEngine, () => {
      const net = network({ ...options, width: 3 });
      const batch = randomBatch(6);
      const { loss, gradients } = lossAndGradients(net, batch, undefined, random);
      const norm = Math.hypot(...[...gradients.values()].map(g => tf.norm(g).dataSync()[0]!));
      const lossAt = (distanceAlong: number) =>
        tf.tidy(() => {
          for (const [name, variable] of net.parameters.trainable) {
            variable.assign(tf.add(variable, tf.mul(gradients.get(name)!, distanceAlong / norm)));
          }
          return lossAndGradients(net, batch, undefined, random).loss.dataSync()[0]!;
        });
      const step = 0.002;
      const above = lossAt(step);
      const below = lossAt(-2 * step);
      const slope = (above - below) / (2 * step);
      // In float32, with kinks on the way: this sees a wrong gradient, not a rounded one.
      t.true(
        Math.abs(slope / norm - 1) < 0.03,
        `slope ${slope}, gradient ${norm}, loss ${loss.dataSync()[0]}`,
      );
      net.dispose();
    });
  });
}

test.serial('an untrained network without knowledge of the classes loses about ln 10', async t => {
  await on(trainingEngine, () => {
    const net = network();
    const kernel = net.parameters.trainable.get('head/dense/kernel')!;
    kernel.assign(tf.zerosLike(kernel));
    const { loss } = lossAndGradients(net, randomBatch(10));
    t.true(Math.abs(loss.dataSync()[0]! - Math.log(10)) < 1e-6);
  });
});

test.serial(
  'computing gradients changes nothing in the network and keeps nothing once disposed of',
  async t => {
    await on(trainingEngine, () => {
      const net = network();
      const batch = randomBatch(4);
      lossAndGradients(net, batch).dispose();
      const values = () =>
        [...net.parameters.trainable, ...net.parameters.statistics].map(([name, v]) => [
          name,
          v.dataSync().slice(),
        ]);
      const before = values();
      const { numTensors } = tf.memory();
      lossAndGradients(net, batch).dispose();
      t.is(tf.memory().numTensors, numTensors);
      t.deepEqual(values(), before);
    });
  },
);

test.serial('moving statistics move by a tenth, or by the rate that is given', async t => {
  await on(trainingEngine, () => {
    const net = network({ kind: 'plain' });
    const { batchStatistics } = lossAndGradients(net, randomBatch(4));
    const { moving, mean, variance } = batchStatistics[0]!;
    const expected = (old: number, fresh: tf.Tensor, rate: number) =>
      fresh.dataSync().map(value => (1 - rate) * old + rate * value);
    const { numTensors } = tf.memory();
    updateMovingStatistics(batchStatistics);
    t.is(tf.memory().numTensors, numTensors);
    t.true(distance(moving.mean.dataSync(), expected(0, mean, 0.1)) < 1e-6);
    t.true(distance(moving.variance.dataSync(), expected(1, variance, 0.1)) < 1e-6);
    updateMovingStatistics(batchStatistics, 1);
    t.true(distance(moving.mean.dataSync(), mean.dataSync()) < 1e-7);
    t.true(distance(moving.variance.dataSync(), variance.dataSync()) < 1e-7);
  });
});

test.serial('what shares its values with a moving statistic keeps them when that moves', async t => {
  await on(trainingEngine, () => {
    const net = network();
    const { batchStatistics } = lossAndGradients(net, randomBatch(4));
    const before = batchStatistics.flatMap(({ moving }) => [moving.mean.clone(), moving.variance.clone()]);
    const values = before.map(tensor => tensor.dataSync().slice());
    updateMovingStatistics(batchStatistics);
    t.deepEqual(
      before.map(tensor => tensor.dataSync().slice()),
      values,
    );
  });
});

for (const [what, options] of networks) {
  test.serial(`passes one after the other are, to the bit, what single ones are: ${what}`, async t => {
    await on(trainingEngine, () => {
      const [net, twin] = [network(options), network(options)];
      const passes = trainingPasses(net);
      // The shape changes in between, and so does what regularizers do.
      const features = { pass: { features: (x: tf.Tensor2D) => tf.mul(x, 2) as tf.Tensor2D } };
      const looks = { pass: { boundary: (maps: tf.Tensor4D) => maps } };
      const changes = [undefined, undefined, features, looks, undefined, undefined, undefined, features];
      for (const [step, changed] of changes.entries()) {
        const batch = randomBatch(step < 4 || step > 6 ? 3 : 2, 8, step);
        const both = [passes.next(batch, changed, random), lossAndGradients(twin, batch, changed, random)];
        const [one, other] = both.map(({ loss, gradients, batchStatistics }) =>
          [loss, ...gradients.values(), ...batchStatistics.flatMap(s => [s.mean, s.variance])].map(value =>
            value.dataSync().slice(),
          ),
        );
        t.deepEqual(one, other, `step ${step}`);
        t.deepEqual([...both[0]!.gradients.keys()], [...both[1]!.gradients.keys()]);
        for (const [i, { parameters }] of [net, twin].entries()) {
          for (const [name, variable] of parameters.trainable)
            variable.assign(tf.tidy(() => tf.sub(variable, tf.mul(both[i]!.gradients.get(name)!, 0.01))));
          updateMovingStatistics(both[i]!.batchStatistics);
        }
        for (const pass of both) pass.dispose();
      }
      passes.dispose();
    });
  });
}

test.serial('passes keep nothing once they are disposed of, at whichever they end', async t => {
  await on(trainingEngine, () => {
    const net = network();
    const batch = randomBatch(4);
    lossAndGradients(net, batch).dispose();
    const inHeap = () => (tf.backend() as unknown as { numDataIds(): number }).numDataIds();
    const before = [tf.memory().numTensors, inHeap()];
    for (const count of [0, 1, 2, 3]) {
      const passes = trainingPasses(net);
      for (let i = 0; i < count; i++) passes.next(batch).dispose();
      passes.dispose();
      t.deepEqual([tf.memory().numTensors, inHeap()], before, `after ${count}`);
    }
  });
});

function gradientsOf(options: Partial<NetworkOptions>) {
  const net = network(options);
  // Images from one engine's generator would do, but the numbers must not depend on it.
  const pass = lossAndGradients(net, randomBatch(3), undefined, random);
  const gradients = new Map([...pass.gradients].map(([name, g]) => [name, g.dataSync().slice()]));
  const loss = pass.loss.dataSync()[0]!;
  pass.dispose();
  net.dispose();
  return { loss, gradients };
}

test.serial('regularizers change targets and features on the way, in training', async t => {
  await on(trainingEngine, () => {
    const net = network();
    const batch = randomBatch(10);
    const loss = (specs: RegularizerSpec[], step = 0) => {
      const pass = lossAndGradients(net, batch, regularization(specs, 1).atStep(step));
      const value = pass.loss.dataSync()[0]!;
      pass.dispose();
      return value;
    };
    const bare = loss([]);
    const plainLoss = lossAndGradients(net, batch).loss.dataSync()[0]!;
    t.is(bare, plainLoss);
    const dropout = [{ name: 'dropout', options: { rate: 0.5 } }];
    t.not(loss(dropout), bare);
    t.is(loss(dropout), loss(dropout));
    t.not(loss(dropout, 1), loss(dropout));
    t.not(loss([{ name: 'label-smoothing', options: { share: 0.1 } }]), bare);
    const { numTensors } = tf.memory();
    loss(dropout);
    t.is(tf.memory().numTensors, numTensors);
    net.dispose();
  });
});
