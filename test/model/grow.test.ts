import * as tf from '@tensorflow/tfjs';
import test from 'ava';
import { growNetwork } from '../../src/model/grow.ts';
import type { Network, NetworkOptions } from '../../src/model/network.ts';
import { lossAndGradients, updateMovingStatistics } from '../../src/model/training-pass.ts';
import type { Optimizer } from '../../src/optimizers/create.ts';
import { distance } from '../ops/numbers.ts';
import { momentumOf } from '../optimizers/momentum-of.ts';
import { randomBatch } from '../train/tiny.ts';
import { openTrainingEngine } from '../training-engine.ts';
import { network } from './networks.ts';

test.beforeEach(openTrainingEngine);

const batch = () => randomBatch(16);

for (const batchNorm of [true, false]) {
  const what = batchNorm ? 'with batch normalisation' : 'without batch normalisation';

  test(`a grown network answers what the shallow one did, ${what}`, t => {
    for (const [from, to] of [
      [8, 14],
      [14, 56],
    ] as const) {
      const { shallow, deep } = grown(from, { batchNorm, depth: to, width: 4 });
      t.is(deep.parameters.layers.length, to);
      const images = tf.randomNormal([5, 8, 8, 3], 0.3, 2, 'float32', 7) as tf.Tensor4D;
      const expected = logits(shallow, images);
      const spread = Math.max(...expected.map((logit, i) => Math.abs(logit - expected[i % 10]!)));
      t.true(spread > 0.01, `answers to different images differ by ${spread}`);
      t.true(distance(logits(deep, images), expected, 0) < 1e-5, `${from} to ${to}`);
    }
  });

  test(`every layer of a grown network learns, ${what}`, t => {
    const { deep } = grown(8, { batchNorm, depth: 20, width: 4 });
    const optimizer = momentumOf(deep.parameters.trainable);
    trainStep(deep, optimizer);
    const { gradients } = lossAndGradients(deep, batch());
    t.is(gradients.size, deep.parameters.trainable.size);
    for (const [name, gradient] of gradients) {
      t.true(gradient.dataSync().every(Number.isFinite), name);
      t.true(tf.norm(gradient).dataSync()[0]! > 0, name);
    }
  });
}

test('layers that both networks have keep every value; those added are in the later blocks of each stage', t => {
  const { shallow, deep } = grown(8, { depth: 14 });
  for (const group of ['trainable', 'statistics'] as const) {
    for (const [name, variable] of shallow.parameters[group]) {
      t.deepEqual(deep.parameters[group].get(name)!.dataSync(), variable.dataSync(), name);
    }
  }
  const before = new Set(shallow.parameters.layers.map(({ name }) => name));
  t.deepEqual(
    deep.parameters.layers.map(({ name }) => name).filter(name => !before.has(name)),
    [1, 2, 3].flatMap(stage => [1, 2].map(conv => `stage${stage}/block2/conv${conv}`)),
  );
});

test('in training mode, too, added layers change nothing on the images that they were measured on', t => {
  const { shallow, deep } = grown(8, { depth: 20 });
  const [a, b] = [shallow, deep].map(net => lossAndGradients(net, batch()).loss.dataSync()[0]!);
  t.true(Math.abs(b! / a! - 1) < 1e-4, `${a} and ${b}`);
});

test('what is trained after growing leaves the shallow network as it was', t => {
  const { shallow, deep } = grown(8, { depth: 14 });
  const before = logits(shallow, batch().inputs);
  trainStep(deep, momentumOf(deep.parameters.trainable));
  t.deepEqual(logits(shallow, batch().inputs), before);
  t.notDeepEqual(logits(deep, batch().inputs), before);
});

test('growing makes no tensors but the deep network’s', t => {
  const shallow = network({ kind: 'plain' });
  const { inputs: images } = batch();
  const { numTensors } = tf.memory();
  const deep = growNetwork(shallow, options({ depth: 20 }), images);
  deep.dispose();
  t.is(tf.memory().numTensors, numTensors);
  t.true(logits(shallow, images).every(Number.isFinite));
});

function options(changed: Partial<NetworkOptions>): NetworkOptions {
  return {
    kind: 'plain',
    depth: 8,
    width: 2,
    channels: 3,
    classes: 10,
    seed: 1,
    shortcut: 'A',
    batchNorm: true,
    ...changed,
  };
}

/** A plain network, after some steps of training, and the deeper one that it becomes. */
function grown(from: number, changed: Partial<NetworkOptions>) {
  const shallow = network({ ...options(changed), depth: from });
  const optimizer = momentumOf(shallow.parameters.trainable);
  for (let step = 0; step < 3; step++) trainStep(shallow, optimizer);
  return { shallow, deep: growNetwork(shallow, options(changed), batch().inputs) };
}

function trainStep(net: Network, optimizer: Optimizer): void {
  const pass = lossAndGradients(net, batch());
  optimizer.step(pass.gradients, 0.02, 1e-4);
  updateMovingStatistics(pass.batchStatistics);
  pass.dispose();
}

function logits(net: Network, images: tf.Tensor4D): Float32Array {
  return tf.tidy(() =>
    Float32Array.from(net.forward(images, { training: false, batchStatistics: [] }).dataSync()),
  );
}
