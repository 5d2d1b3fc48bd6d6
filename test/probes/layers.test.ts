import * as tf from '@tensorflow/tfjs';
import test from 'ava';
import type { Passable } from '../../src/model/network.ts';
import { lossAndGradients, oneHot, startMovingStatistics } from '../../src/model/training-pass.ts';
import { softmaxCrossEntropy } from '../../src/ops/softmax-cross-entropy.ts';
import { gradientNorms } from '../../src/probes/measure/gradient-norms.ts';
import { layerResponses } from '../../src/probes/measure/layer-responses.ts';
import { regularization } from '../../src/regularizers/regularization.ts';
import { network } from '../model/networks.ts';
import { distance, normals } from '../ops/numbers.ts';
import { randomBatch } from '../train/tiny.ts';
import { openTrainingEngine } from '../training-engine.ts';

test.beforeEach(openTrainingEngine);

test.serial('a gradient norm is the length of the gradient that tfjs computes for that filter', async t => {
  const net = network({ depth: 14 });
  const batch = randomBatch(5);
  const norms = await gradientNorms(net, batch);
  t.deepEqual(
    norms.map(({ layer }) => layer),
    net.parameters.layers,
  );
  for (const { layer, gradNorm, weightNorm } of norms) {
    const { grads } = tf.variableGrads(
      () =>
        softmaxCrossEntropy(
          net.forward(batch.inputs, { training: true, batchStatistics: [] }),
          oneHot(batch.labels, 10),
        ),
      [layer.kernel],
    );
    const byHand = Math.hypot(...grads[layer.kernel.name]!.dataSync());
    t.true(gradNorm > 0 && Math.abs(gradNorm / byHand - 1) < 1e-5, layer.name);
    t.true(Math.abs(weightNorm / Math.hypot(...layer.kernel.dataSync()) - 1) < 1e-5, layer.name);
  }
});

test.serial('probing changes nothing in the network and leaves no tensors', async t => {
  const net = network();
  const batch = randomBatch(5);
  await gradientNorms(net, batch);
  const values = () =>
    [...net.parameters.trainable, ...net.parameters.statistics].map(([name, v]) => [
      name,
      v.dataSync().slice(),
    ]);
  const [before, { numTensors }] = [values(), tf.memory()];
  await gradientNorms(net, batch);
  await layerResponses(net, batch);
  t.deepEqual(values(), before);
  t.is(tf.memory().numTensors, numTensors);
});

test.serial('calibration makes the moving statistics those of the batch', async t => {
  const net = network();
  const batch = randomBatch(5);
  startMovingStatistics(net, batch);
  const { batchStatistics } = lossAndGradients(net, batch);
  t.is(batchStatistics.length, 7);
  for (const { moving, mean, variance } of batchStatistics) {
    t.true(distance(moving.mean.dataSync(), mean.dataSync()) < 1e-6);
    t.true(distance(moving.variance.dataSync(), variance.dataSync()) < 1e-6);
  }
});

test.serial('every convolution has a response, in order, and the dense layer none', async t => {
  for (const shortcut of ['A', 'B'] as const) {
    const net = network({ shortcut });
    const responses = await layerResponses(net, randomBatch(5));
    t.deepEqual(
      responses.map(({ layer }) => layer.name),
      net.parameters.layers.map(({ name }) => name).filter(name => name !== 'head/dense'),
    );
    t.true(responses.every(({ std }) => std > 0));
  }
});

test.serial('a response is the standard deviation over all that a layer puts out', async t => {
  const values = normals(2 * 3 * 3 * 4, 1, 'response').map((value, i) => value + (i % 4) * 3 + 10);
  const response = tf.tensor4d(Float32Array.from(values), [2, 3, 3, 4]);
  const { classes, parameters } = network();
  const fake: Passable = {
    classes,
    parameters,
    blocks: [],
    dispose() {},
    forward(images, { observe, training }) {
      t.false(training);
      observe!(2, response);
      return images.reshape([1, images.size]);
    },
  };
  const [only, ...others] = await layerResponses(fake, randomBatch(1));
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  t.is(others.length, 0);
  t.is(only!.layer, parameters.layers[2]!);
  t.true(Math.abs(only!.std / Math.sqrt(variance) - 1) < 1e-5);
});

test.serial('after calibration, on the same batch, every response has deviation 1', async t => {
  const net = network({ kind: 'plain', width: 4 });
  const batch = randomBatch(20);
  startMovingStatistics(net, batch);
  for (const { layer, std } of await layerResponses(net, batch)) {
    // The moving variance is the unbiased one, and ε is added.
    t.true(Math.abs(std - 1) < 0.02, `${layer.name}: ${std}`);
  }
});

test.serial('under stochastic depth, responses are those of the network as it is evaluated', async t => {
  const net = network({ depth: 14 });
  const batch = randomBatch(20);
  startMovingStatistics(net, batch);
  const { evaluation } = regularization([{ name: 'stochastic-depth', options: { survival: 0.4 } }], 1);
  const probed = await layerResponses(net, batch, evaluation);
  const whole = await layerResponses(net, batch);
  // By hand: what a branch ends with is normalised to a share of its size, in the weights themselves.
  const shares = net.blocks.map((_, i) => 1 - ((i + 1) / net.blocks.length) * 0.6);
  for (const [i, { name }] of net.blocks.entries()) {
    for (const part of ['scale', 'offset']) {
      const value = net.parameters.trainable.get(`${name}/bn2/${part}`)!;
      value.assign(tf.mul(value, shares[i]!));
    }
  }
  const byHand = await layerResponses(net, batch);
  for (const [i, { layer, std }] of probed.entries()) {
    const block = net.blocks.findIndex(({ name }) => layer.name === `${name}/conv2`);
    const expected = byHand[i]!.std / (shares[block] ?? 1);
    t.true(Math.abs(std / expected - 1) < 1e-4, `${layer.name}: ${std}, not ${expected}`);
  }
  t.true(Math.abs(probed.at(-1)!.std / whole.at(-1)!.std - 1) > 0.01, 'without it nothing would differ');
});
