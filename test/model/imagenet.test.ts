import * as tf from '@tensorflow/tfjs';
import test from 'ava';
import type { Network, NetworkOptions } from '../../src/model/network.ts';
import { lossAndGradients } from '../../src/model/training-pass.ts';
import { randomBatch } from '../train/tiny.ts';
import { openTrainingEngine } from '../training-engine.ts';
import { kinds, network } from './networks.ts';

test.beforeEach(openTrainingEngine);

const paper = { family: 'imagenet', block: 'bottleneck', shortcut: 'B' } as const;

/*
 * Of 152 layers the paper's network has sixty million weights. But a filter has as many as its two numbers of channels
 * multiplied, so that a network's count is a polynomial of the second degree in its width: three narrow ones tell it.
 */
for (const [depth, count] of [
  [50, 25_557_032],
  [101, 44_549_160],
  [152, 60_192_808],
] as const) {
  test(`of ${depth} layers, width 64, it has ${count} parameters`, t => {
    const [one, two, three] = [1, 2, 3].map(width => countOf({ ...paper, depth, width })) as [
      number,
      number,
      number,
    ];
    const square = (three - 2 * two + one) / 2;
    const linear = two - one - 3 * square;
    const at = (width: number) => square * width ** 2 + linear * width + (one - square - linear);
    t.is(at(4), countOf({ ...paper, depth, width: 4 }));
    t.is(at(64), count);
  });
}

test('depth counts the weighted layers, projections aside, of which each stage has one', t => {
  for (const [depth, units] of [
    [50, [3, 4, 6, 3]],
    [101, [3, 4, 23, 3]],
    [152, [3, 8, 36, 3]],
  ] as const) {
    const net = network({ ...paper, depth, width: 1 });
    const names = net.parameters.layers.map(({ name }) => name);
    const projections = names.filter(name => name.endsWith('shortcut/conv'));
    t.deepEqual(
      projections,
      [1, 2, 3, 4].map(stage => `stage${stage}/block1/shortcut/conv`),
    );
    t.is(names.length - projections.length, depth);
    t.deepEqual(
      [1, 2, 3, 4].map(stage =>
        names.filter(name => name.startsWith(`stage${stage}/`) && /conv2$/.test(name)),
      ),
      units.map((blocks, i) => Array.from({ length: blocks }, (_, b) => `stage${i + 1}/block${b + 1}/conv2`)),
    );
    net.dispose();
  }
});

test('224 pixels a side become 56, then 56, 28, 14 and 7, and 1,000 classes', t => {
  for (const kind of kinds) {
    const net = network({ ...paper, kind, depth: 50, width: 2 });
    const { shapes, logits } = shapesOf(net, 224);
    t.deepEqual(shapes[0], [1, 56, 56, 2]);
    t.deepEqual(
      [3, 7, 13, 16].map(block => shapes[block]),
      [
        [1, 56, 56, 8],
        [1, 28, 28, 16],
        [1, 14, 14, 32],
        [1, 7, 7, 64],
      ],
    );
    t.deepEqual(logits, [1, 1000]);
    net.dispose();
  }
});

test('it has 1,000 classes whatever the data set has, and learns the first of them', t => {
  const net = network({ ...paper, depth: 50, width: 2, classes: 10 });
  t.is(net.classes, 1000);
  const { loss, gradients, dispose } = lossAndGradients(net, randomBatch(10, 32));
  t.true(Number.isFinite(loss.dataSync()[0]));
  const bias = gradients.get('head/dense/bias')!.dataSync();
  // Softmax minus target: only classes that there are want to become more likely.
  t.true(bias.slice(0, 10).every(value => value < 0));
  t.true(bias.slice(10).every(value => value > 0));
  dispose();
});

test('every parameter has a gradient, at any resolution', t => {
  for (const kind of kinds) {
    for (const resolution of [32, 64]) {
      const net = network({ ...paper, kind, depth: 50, width: 4 });
      const { gradients, dispose } = lossAndGradients(net, randomBatch(4, resolution));
      t.is(gradients.size, net.parameters.trainable.size);
      for (const [name, gradient] of gradients) {
        const sum = tf.tidy(() => tf.sum(tf.abs(gradient)).dataSync()[0]!);
        t.true(Number.isFinite(sum) && sum > 0, `${kind}, ${resolution} pixels, ${name}: ${sum}`);
      }
      dispose();
      net.dispose();
    }
  }
});

test('there is no such network of basic blocks, or of another depth', t => {
  const message = (depth: number) => `depth must be 50, 101 or 152, of bottleneck blocks; got ${depth}`;
  t.throws(() => network({ family: 'imagenet', depth: 50 }), { message: message(50) });
  t.throws(() => network({ ...paper, depth: 56 }), { message: message(56) });
});

function countOf(options: Partial<NetworkOptions>): number {
  const net = network(options);
  const count = net.parameters.count();
  net.dispose();
  return count;
}

/** Of what comes out of the stem and out of each block, and of the logits. */
function shapesOf(net: Network, resolution: number) {
  const shapes: number[][] = [];
  const logits = tf.tidy(
    () =>
      net.forward(tf.ones([1, resolution, resolution, 3]), {
        training: false,
        batchStatistics: [],
        boundary(maps, index) {
          shapes[index] = maps.shape;
          return maps;
        },
      }).shape,
  );
  return { shapes, logits };
}
