import * as tf from '@tensorflow/tfjs';
import test from 'ava';
import type { PassHooks } from '../../src/model/layers.ts';
import type { Network, NetworkOptions } from '../../src/model/network.ts';
import { oneHot } from '../../src/model/training-pass.ts';
import { softmaxCrossEntropy } from '../../src/ops/softmax-cross-entropy.ts';
import { randomBatch } from '../train/tiny.ts';
import { openTrainingEngine } from '../training-engine.ts';
import { kinds, network } from './networks.ts';

test.beforeEach(openTrainingEngine);

const variants: [what: string, options: Partial<NetworkOptions>][] = [
  ['of basic blocks', { shortcut: 'B' }],
  ['of basic blocks without batch normalisation', { shortcut: 'B', batchNorm: false }],
  ['of bottleneck blocks', { depth: 11, block: 'bottleneck', shortcut: 'B' }],
  ['of pre-activation blocks', { order: 'pre-activation', shortcut: 'B' }],
];

/** Fused, where an engine can, and composed: what looks at every block keeps layers from being fused. */
const hooks: PassHooks[] = [{}, { activations: maps => maps }];

for (const kind of kinds) {
  for (const [what, options] of variants) {
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY]) {
      test.serial(`${value} in any variable of a ${kind} network ${what} reaches the loss`, t => {
        const net = network({ kind, ...options });
        const { trainable, statistics } = net.parameters;
        const places = [...trainable].map(([name, variable]) => ({ name, variable, modes: [true, false] }));
        for (const [name, variable] of statistics) places.push({ name, variable, modes: [false] });
        for (const hook of hooks) t.true(Number.isFinite(lossOf(net, true, hook)));
        for (const { name, variable, modes } of places) {
          const before = variable.clone();
          spoil(variable, value);
          for (const training of modes) {
            for (const hook of hooks) t.false(Number.isFinite(lossOf(net, training, hook)), name);
          }
          variable.assign(before);
          before.dispose();
        }
        net.dispose();
      });
    }
  }
}

for (const value of [Number.NaN, Number.POSITIVE_INFINITY]) {
  test.serial(`${value} in one pixel, also before pooling, reaches the loss`, t => {
    const nets = [
      ...kinds.flatMap(kind => [true, false].map(batchNorm => network({ kind, batchNorm }))),
      network({ family: 'imagenet', depth: 50, block: 'bottleneck', shortcut: 'B' }),
    ];
    for (const net of nets) {
      for (const hook of hooks) {
        for (const training of [true, false]) {
          t.false(Number.isFinite(lossOf(net, training, hook, value)));
        }
      }
      net.dispose();
    }
  });
}

/** Puts a value into the middle of a variable. */
function spoil(variable: tf.Variable, value: number): void {
  const values = variable.dataSync().slice();
  values[values.length >> 1] = value;
  tf.tidy(() => variable.assign(tf.tensor(values, variable.shape)));
}

/** @param pixel what one pixel of one image becomes */
function lossOf(net: Network, training: boolean, hook: PassHooks, pixel?: number): number {
  return tf.tidy(() => {
    const { inputs: images, labels } = randomBatch(3);
    const values = images.dataSync().slice();
    if (pixel !== undefined) values[100] = pixel;
    const pass = { training, batchStatistics: [], ...hook };
    const logits = net.forward(tf.tensor(values, images.shape) as tf.Tensor4D, pass);
    return softmaxCrossEntropy(logits, oneHot(labels, net.classes)).dataSync()[0]!;
  });
}
