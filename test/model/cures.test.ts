import * as tf from '@tensorflow/tfjs';
import test from 'ava';
import type { Kind, NetworkConfig } from '../../src/model/config.ts';
import { cureProblem } from '../../src/model/cures.ts';
import { describeNetwork } from '../../src/model/describe-network.ts';
import { layerShapes, parametersOf } from '../../src/model/layer-shapes.ts';
import { lossAndGradients, startMovingStatistics } from '../../src/model/training-pass.ts';
import { mapsOf } from '../../src/ops/tensor-maps.ts';
import { distance } from '../ops/numbers.ts';
import { randomBatch } from '../train/tiny.ts';
import { openTrainingEngine } from '../training-engine.ts';
import { network } from './networks.ts';

test.beforeEach(openTrainingEngine);

type Cure = NonNullable<NetworkConfig['cure']>;
interface Case {
  readonly cure: Cure;
  readonly kind: Kind;
  readonly batchNorm: boolean;
}
const cases: readonly Case[] = [
  { cure: 'dirac', kind: 'plain', batchNorm: true },
  { cure: 'looks-linear', kind: 'plain', batchNorm: true },
  { cure: 'looks-linear', kind: 'plain', batchNorm: false },
  { cure: 'zero-scale', kind: 'residual', batchNorm: true },
  { cure: 'zero-scale', kind: 'residual', batchNorm: false },
  { cure: 'fixup', kind: 'residual', batchNorm: false },
  { cure: 'no-relu-after-addition', kind: 'residual', batchNorm: true },
  { cure: 'norm-after-addition', kind: 'residual', batchNorm: true },
];

const evaluation = { training: false, batchStatistics: [] };

test.serial('a network has the parameters that its description counts, and each gets a gradient', t => {
  for (const options of cases) {
    const net = network({ ...options, depth: 14, width: 3 });
    const what = `${options.cure}, batch norm ${options.batchNorm}`;
    const described = describeNetwork({
      ...options,
      depth: 14,
      width: 3,
      channels: 3,
      classes: 10,
      shortcut: 'A',
    });
    t.is(net.parameters.count(), parametersOf(layerShapes(described, [8, 8, 3])), what);
    const batch = randomBatch(6);
    const pass = lossAndGradients(net, batch);
    for (const [name, gradient] of pass.gradients) {
      const { shape } = net.parameters.trainable.get(name)!;
      t.deepEqual(gradient.shape, shape, `${what}: ${name}`);
      t.true(Number.isFinite(gradient.sum().dataSync()[0]), `${what}: ${name}`);
    }
    pass.dispose();
    tf.dispose([batch.inputs, batch.labels]);
    net.dispose();
  }
});

/** Parameters beyond those of the network without the cure, which has `blocks` blocks. */
const added: Partial<Record<Cure, (blocks: number) => number>> = {
  'zero-scale': blocks => blocks,
  'no-relu-after-addition': () => 0,
  'norm-after-addition': () => 0,
  // Three biases and a scale a block, and one more bias behind them; one in the stem.
  fixup: blocks => 5 * blocks + 1,
};

test.serial('what a cure adds is a few numbers a block', t => {
  for (const options of cases) {
    const expected = added[options.cure];
    if (!expected) continue;
    const { cure, ...without } = options;
    const [cured, plain] = [network({ ...without, cure, depth: 14 }), network({ ...without, depth: 14 })];
    t.is(cured.parameters.count() - plain.parameters.count(), expected(6), cure);
    cured.dispose();
    plain.dispose();
  }
});

test.serial('branches that begin at 0 leave the blocks to be their shortcuts', t => {
  for (const options of cases.filter(({ cure }) => cure === 'zero-scale' || cure === 'fixup')) {
    const net = network({ ...options, depth: 14, width: 3 });
    const { inputs, labels } = randomBatch(3);
    startMovingStatistics(net, { inputs, labels });
    const whole: tf.Tensor4D[] = [];
    tf.tidy(() => {
      net.forward(inputs, {
        ...evaluation,
        boundary(maps, index) {
          whole[index] = tf.keep(maps.clone());
          return maps;
        },
      });
    });
    for (const [i, block] of net.blocks.entries()) {
      const alone = tf.tidy(() => block.withoutBranch(mapsOf(whole[i]!), evaluation).toTensor().dataSync());
      t.true(distance(whole[i + 1]!.dataSync(), alone) < 1e-6, `${options.cure} ${block.name}`);
    }
    tf.dispose([...whole, inputs, labels]);
    net.dispose();
  }
});

test.serial('a network that looks linear begins as one, up to the stem’s ReLU', t => {
  const net = network({ kind: 'plain', cure: 'looks-linear', batchNorm: false, depth: 14, width: 3 });
  const { inputs, labels } = randomBatch(4);
  tf.tidy(() => {
    const [a, b] = [tf.slice(inputs, 0, 1), tf.slice(inputs, 1, 1)] as [tf.Tensor4D, tf.Tensor4D];
    const logits = (x: tf.Tensor) => net.forward(x as tf.Tensor4D, evaluation);
    const mixed = logits(tf.add(tf.mul(a, 2), tf.mul(b, -3)));
    const expected = tf.add(tf.mul(logits(a), 2), tf.mul(logits(b), -3));
    t.true(distance(mixed.dataSync(), expected.dataSync(), 0) < 1e-4);
    t.true(Math.hypot(...expected.dataSync()) > 0.1);
  });
  tf.dispose([inputs, labels]);
  net.dispose();
});

test.serial('the filter of the Dirac parametrisation is a·I + b·W/‖W‖, of each filter', t => {
  const net = network({ kind: 'plain', cure: 'dirac', batchNorm: false, depth: 8, width: 3 });
  const { inputs, labels } = randomBatch(2);
  const value = (name: string) => net.parameters.trainable.get(`stage2/block1/conv1/${name}`)!;
  value('identity').assign(tf.tensor1d([1, 2, 3, 4, 5, 6]));
  value('direction').assign(tf.tensor1d([0.1, 0.2, 0.3, 0.4, 0.5, 0.6]));
  const kernel = value('kernel').dataSync();
  const [inChannels, filters] = [3, 6];
  const lengths = Array.from({ length: filters }, (_, f) =>
    Math.hypot(...Array.from(kernel).filter((_weight, i) => i % filters === f)),
  );
  const byHand = Array.from(kernel, (weight, i) => {
    const [f, c, place] = [
      i % filters,
      Math.floor(i / filters) % inChannels,
      Math.floor(i / (filters * inChannels)),
    ];
    const passes = place === 4 && c === f ? f + 1 : 0;
    return passes + ((f + 1) / 10) * (weight / lengths[f]!);
  });
  tf.tidy(() => {
    const x = tf.randomNormal([2, 4, 4, inChannels], 0, 1, 'float32', 1) as tf.Tensor4D;
    const filter = tf.tensor4d(byHand, [3, 3, inChannels, filters]);
    const expected = tf.relu(
      tf.conv2d(x, filter, 2, [
        [0, 0],
        [1, 1],
        [1, 1],
        [0, 0],
      ]),
    );
    // The second convolution of the block passes on what it is given, and nothing else.
    const second = (name: string) => net.parameters.trainable.get(`stage2/block1/conv2/${name}`)!;
    second('direction').assign(tf.zeros([filters]));
    const y = net.blocks[1]!.apply(mapsOf(x), evaluation).toTensor();
    t.true(distance(y.dataSync(), expected.dataSync()) < 1e-5);
  });
  tf.dispose([inputs, labels]);
  net.dispose();
});

test.serial('without ReLU after the addition sums may be negative; with batch norm there, none is', t => {
  for (const [cure, negative] of [
    ['no-relu-after-addition', true],
    ['norm-after-addition', false],
  ] as const) {
    const net = network({ cure, depth: 14, width: 3 });
    const batch = randomBatch(8);
    startMovingStatistics(net, batch);
    const least: number[] = [];
    tf.tidy(() => {
      net.forward(batch.inputs, {
        ...evaluation,
        boundary(maps, index) {
          if (index > 0) least.push(maps.min().dataSync()[0]!);
          return maps;
        },
      });
    });
    t.is(
      least.some(value => value < 0),
      negative,
      cure,
    );
    const norms = [...net.parameters.statistics.keys()].filter(name => name.endsWith('bn2/mean'));
    t.is(norms.length, 6);
    tf.dispose([batch.inputs, batch.labels]);
    net.dispose();
  }
});

test('a cure is refused where it cannot be', t => {
  const base: NetworkConfig = { width: 4, shortcut: 'A', batchNorm: true };
  const problem = (kind: Kind, changes: Partial<NetworkConfig>) => cureProblem(kind, { ...base, ...changes });
  t.is(problem('plain', { cure: 'dirac' }), null);
  t.is(problem('residual', { cure: 'dirac' }), 'dirac is for plain networks');
  t.is(problem('plain', { cure: 'fixup', batchNorm: false }), 'fixup is for residual networks');
  t.is(problem('residual', { cure: 'fixup' }), 'fixup is for networks without batch normalisation');
  t.is(
    problem('residual', { cure: 'norm-after-addition', batchNorm: false }),
    'norm-after-addition needs batch normalisation',
  );
  t.regex(problem('residual', { cure: 'zero-scale', order: 'pre-activation' })!, /original order/);
});
