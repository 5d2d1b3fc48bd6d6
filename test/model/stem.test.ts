import * as tf from '@tensorflow/tfjs';
import test from 'ava';
import { hasFusedKernels } from '../../src/engine/fused-kernels.ts';
import { describeStem } from '../../src/model/describe-network.ts';
import { initializer } from '../../src/model/initializers.ts';
import { Parameters } from '../../src/model/parameters.ts';
import { buildStem } from '../../src/model/stem.ts';
import type { Maps } from '../../src/ops/maps.ts';
import { mapsOf } from '../../src/ops/tensor-maps.ts';
import { throughFusedLayers } from '../../src/ops/through-fused-layers.ts';
import { distance } from '../ops/numbers.ts';
import { openTrainingEngine } from '../training-engine.ts';

test.before(openTrainingEngine);

test('for CIFAR-10 it keeps the size of images, for ImageNet it quarters it', t => {
  const shapeOf = (family?: 'imagenet') => {
    const { stem } = build(family);
    return tf.tidy(() =>
      stem(mapsOf(tf.ones([2, 32, 32, 3])), { training: false, batchStatistics: [] }).toTensor(),
    ).shape;
  };
  t.deepEqual(shapeOf(), [2, 32, 32, 6]);
  t.deepEqual(shapeOf('imagenet'), [2, 8, 8, 6]);
});

test('for ImageNet it is a convolution of 7×7 with stride 2, normalised, rectified and pooled', t => {
  const { stem, parameters } = build('imagenet');
  const images = tf.randomNormal<tf.Rank.R4>([3, 20, 20, 3], 0, 1, 'float32', 5);
  const { actual, expected } = tf.tidy(() => {
    const filter = parameters.trainable.get('stem/conv/kernel') as tf.Variable<tf.Rank.R4>;
    const padded = (x: tf.Tensor4D, side: number, value: number) =>
      tf.pad(
        x,
        [
          [0, 0],
          [side, side],
          [side, side],
          [0, 0],
        ],
        value,
      );
    const response = tf.conv2d(padded(images, 3, 0), filter, 2, 'valid');
    const { mean, variance } = tf.moments(response, [0, 1, 2]);
    const normalised = tf.div(tf.sub(response, mean), tf.sqrt(tf.add(variance, 1e-5))) as tf.Tensor4D;
    return {
      actual: stem(mapsOf(images), { training: true, batchStatistics: [] }).toTensor().dataSync().slice(),
      // Behind a ReLU nothing is below 0.
      expected: tf
        .maxPool(padded(tf.relu(normalised), 1, 0), 3, 2, 'valid')
        .dataSync()
        .slice(),
    };
  });
  t.true(distance(actual, expected) < 1e-5);
});

test('where layers are fused, its value and its gradients are the same', t => {
  if (!hasFusedKernels()) return t.pass();
  const { stem, parameters } = build('imagenet');
  const images = tf.randomNormal<tf.Rank.R4>([3, 33, 30, 3], 0, 1, 'float32', 5);
  const weights = tf.randomNormal([3, 6], 0, 1, 'float32', 6);
  const pooled = (maps: Maps) => stem(maps, { training: true, batchStatistics: [] }).averagePixels();
  const variables = [...parameters.trainable.values()];
  const [apart, fused] = [
    () => pooled(mapsOf(images)),
    () => throughFusedLayers(images, variables, pooled),
  ].map(features => {
    const { value, grads } = tf.variableGrads(() => tf.sum(tf.mul(features(), weights)), variables);
    return [value, ...variables.map(({ name }) => grads[name]!)].map(tensor => tensor.dataSync());
  });
  for (const [i, values] of apart!.entries()) t.true(distance(fused![i]!, values) < 1e-5, `${i}`);
});

function build(family?: 'imagenet') {
  const parameters = new Parameters();
  const options = { width: 6, batchNorm: true, channels: 3, ...(family && { family }) };
  return { parameters, stem: buildStem(parameters, initializer(1), describeStem(options)) };
}
