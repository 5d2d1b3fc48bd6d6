import * as tf from '@tensorflow/tfjs';
import test from 'ava';
import { openEngine } from '../../src/engine/index.ts';
import { lossAndGradients } from '../../src/model/training-pass.ts';
import { network } from '../model/networks.ts';
import { randomBatch } from './tiny.ts';

test('a training step on wasm computes each convolution and each of its gradients once, and none for the image', async t => {
  await openEngine('wasm');
  const net = network({ kind: 'plain', depth: 8, width: 4 });
  const { kernels } = await tf.profile(() => {
    const pass = lossAndGradients(net, randomBatch(4, 8));
    const loss = pass.loss.clone();
    pass.dispose();
    return loss;
  });
  const count = (name: string) => kernels.filter(kernel => kernel.name === name).length;
  // Stem, and two in each of three blocks.
  t.is(count(tf.Conv2DBackpropFilter), 7);
  t.is(count(tf.Conv2DBackpropInput), 6);
  // Which are themselves convolutions here.
  t.is(count(tf.Conv2D), 7 + 6);
});
