import * as tf from '@tensorflow/tfjs';
import test from 'ava';
import type { Network } from '../../src/model/network.ts';
import { distance } from '../ops/numbers.ts';
import { openTrainingEngine } from '../training-engine.ts';
import { kinds, network } from './networks.ts';

test.beforeEach(openTrainingEngine);

const counts = [
  [20, 269_722],
  [32, 464_154],
  [44, 658_586],
  [56, 853_018],
  [110, 1_727_962],
] as const;

for (const [depth, count] of counts) {
  test(`depth ${depth} has ${count} parameters, plain or residual`, t => {
    for (const kind of kinds) {
      const net = network({ kind, depth, width: 16 });
      t.is(net.parameters.count(), count);
      net.dispose();
    }
  });
}

test('projections add their filters and batch normalisation', t => {
  const projection = (inputs: number, filters: number) => inputs * filters + 2 * filters;
  const changing = projection(16, 32) + projection(32, 64);
  // Depth 20 has three blocks a stage; all of the first stage and two of each other keep their shape.
  const keeping = 3 * projection(16, 16) + 2 * projection(32, 32) + 2 * projection(64, 64);
  t.is(network({ depth: 20, width: 16, shortcut: 'B' }).parameters.count(), 269_722 + changing);
  t.is(network({ depth: 20, width: 16, shortcut: 'C' }).parameters.count(), 269_722 + changing + keeping);
  t.is(network({ kind: 'plain', depth: 20, width: 16, shortcut: 'C' }).parameters.count(), 269_722);
});

test('gates add their filters and biases; scaling and dropout add nothing', t => {
  const gate = (inputs: number, filters: number) => inputs * filters + filters;
  const gates = 3 * gate(16, 16) + gate(16, 32) + 2 * gate(32, 32) + gate(32, 64) + 2 * gate(64, 64);
  t.is(network({ depth: 20, width: 16, shortcut: 'gated' }).parameters.count(), 269_722 + gates);
  for (const shortcut of ['scaled', 'dropout'] as const) {
    t.is(network({ depth: 20, width: 16, shortcut }).parameters.count(), 269_722);
  }
});

test('depth is the number of weighted layers, projections and gates aside', t => {
  for (const kind of kinds) {
    for (const depth of [8, 14, 20, 56]) {
      t.is(network({ kind, depth }).parameters.layers.length, depth);
    }
  }
  t.is(network({ depth: 14, shortcut: 'B' }).parameters.layers.length, 14 + 2);
  t.is(network({ depth: 14, shortcut: 'C' }).parameters.layers.length, 14 + 6);
  t.is(network({ depth: 14, shortcut: 'gated' }).parameters.layers.length, 14 + 6);
});

test('bottleneck networks have 9n+2 layers, and as many parameters as their filters say', t => {
  // He et al. 2016 call 164 layers of width 16 “1.7 M”, like the 110 of basic blocks.
  const expected = (blocks: number, width: number) => {
    let [inputs, sum] = [width, 3 * 9 * width + 2 * width];
    for (const filters of [width, 2 * width, 4 * width]) {
      for (let block = 0; block < blocks; block++) {
        sum += inputs * filters + 9 * filters ** 2 + 4 * filters ** 2 + 2 * (filters + filters + 4 * filters);
        inputs = 4 * filters;
      }
    }
    return sum + 10 * inputs + 10;
  };
  for (const [depth, blocks, width] of [
    [29, 3, 4],
    [56, 6, 4],
    [164, 18, 16],
  ] as const) {
    const net = network({ depth, width, block: 'bottleneck' });
    t.is(net.parameters.layers.length, depth);
    t.is(net.parameters.count(), expected(blocks, width));
    net.dispose();
  }
  t.throws(() => network({ depth: 50, block: 'bottleneck' }), {
    instanceOf: RangeError,
    message: 'depth must be 9n+2 with bottleneck blocks (2, 11, 20, …); got 50',
  });
});

test('a depth that is not 6n+2 is refused', t => {
  for (const depth of [30, 3, -4, 21]) {
    t.throws(() => network({ depth }), {
      instanceOf: RangeError,
      message: `depth must be 6n+2 (2, 8, 14, 20, …); got ${depth}`,
    });
  }
});

test('layers are named by stage, block and place, from input to output', t => {
  const names = ({ parameters }: Network) => parameters.layers.map(layer => layer.name);
  const eight = [
    'stem/conv',
    'stage1/block1/conv1',
    'stage1/block1/conv2',
    'stage2/block1/conv1',
    'stage2/block1/conv2',
    'stage3/block1/conv1',
    'stage3/block1/conv2',
    'head/dense',
  ];
  t.deepEqual(names(network()), eight);
  t.deepEqual(names(network({ kind: 'plain' })), eight);
  t.true(names(network({ depth: 20 })).includes('stage2/block3/conv1'));
  const projections = names(network({ shortcut: 'B' })).filter(name => !eight.includes(name));
  t.deepEqual(projections, ['stage2/block1/shortcut/conv', 'stage3/block1/shortcut/conv']);
  t.deepEqual(
    network().parameters.layers.map(layer => layer.index),
    [0, 1, 2, 3, 4, 5, 6, 7],
  );
});

test('twins have the same values of the same shapes, under the same names', t => {
  const [plain, residual] = kinds.map(kind => network({ kind, depth: 20, width: 4, seed: 5 }));
  for (const group of ['trainable', 'statistics'] as const) {
    const [a, b] = [plain!.parameters[group], residual!.parameters[group]];
    t.deepEqual([...a.keys()], [...b.keys()]);
    for (const [name, variable] of a) {
      t.deepEqual(variable.shape, b.get(name)!.shape);
      t.deepEqual(variable.dataSync(), b.get(name)!.dataSync(), name);
    }
  }
});

test('another shortcut leaves the weights of all other layers as they were', t => {
  const [a, ...others] = (['A', 'C', 'gated'] as const).map(
    shortcut => network({ shortcut }).parameters.trainable,
  );
  for (const other of others) {
    for (const [name, variable] of a!) t.deepEqual(variable.dataSync(), other.get(name)!.dataSync(), name);
  }
});

test('without batch normalisation there are filters and the dense layer, and nothing else', t => {
  const { parameters } = network({ depth: 20, width: 16, batchNorm: false });
  t.is(parameters.statistics.size, 0);
  t.deepEqual(
    [...parameters.trainable.keys()],
    [...parameters.layers.map(({ name }) => `${name}/kernel`), 'head/dense/bias'],
  );
  // 7 convolutions of 16, 6 of 32 and 6 of 64 filters, with a scale and an offset each.
  t.is(parameters.count(), 269_722 - 2 * (7 * 16 + 6 * 32 + 6 * 64));
});

test('images become logits, at any resolution', t => {
  for (const batchNorm of [true, false]) {
    for (const kind of kinds) {
      for (const side of [8, 16, 32]) {
        const logits = tf.tidy(() =>
          network({ kind, batchNorm }).forward(tf.ones([2, side, side, 3]), {
            training: false,
            batchStatistics: [],
          }),
        );
        t.deepEqual(logits.shape, [2, 10]);
        t.true(logits.dataSync().every(Number.isFinite));
      }
    }
  }
});

test('stages halve the sides and double the filters, and observers see every convolution once', t => {
  for (const shortcut of ['A', 'B'] as const) {
    const seen: [name: string, shape: number[]][] = [];
    const net = network({ shortcut, width: 4 });
    tf.tidy(() => {
      net.forward(tf.ones([2, 16, 16, 3]), {
        training: false,
        batchStatistics: [],
        observe: (index, { shape }) => seen.push([net.parameters.layers[index]!.name, shape]),
      });
    });
    t.deepEqual(
      seen.map(([name]) => name),
      net.parameters.layers.map(layer => layer.name).filter(name => name !== 'head/dense'),
    );
    for (const [name, shape] of seen) {
      const stage = Number(/stage(\d)/.exec(name)?.[1] ?? 1);
      t.deepEqual(shape, [2, 16 / 2 ** (stage - 1), 16 / 2 ** (stage - 1), 4 * 2 ** (stage - 1)], name);
    }
  }
});

test('observing changes nothing', t => {
  const images = tf.randomNormal([3, 8, 8, 3], 0, 1, 'float32', 1) as tf.Tensor4D;
  for (const kind of kinds) {
    const net = network({ kind });
    const run = (observe?: () => void) =>
      tf.tidy(() =>
        net
          .forward(images, { training: false, batchStatistics: [], ...(observe && { observe }) })
          .dataSync()
          .slice(),
      );
    // Where layers are fused, what is observed is written down first, and rounds once more.
    t.true(
      distance(
        run(() => {}),
        run(),
      ) < 1e-6,
    );
  }
});

test('a forward pass leaves no tensors but its statistics, and dispose leaves none at all', t => {
  const { numTensors } = tf.memory();
  const net = network();
  const images = tf.ones([2, 8, 8, 3]) as tf.Tensor4D;
  const before = tf.memory().numTensors;
  const batchStatistics: Parameters<Network['forward']>[1]['batchStatistics'] = [];
  tf.tidy(() => {
    net.forward(images, { training: true, batchStatistics });
  });
  t.is(batchStatistics.length, 7);
  t.is(tf.memory().numTensors, before + 14);
  tf.dispose(batchStatistics.flatMap(({ mean, variance }) => [mean, variance]));
  net.dispose();
  images.dispose();
  t.is(tf.memory().numTensors, numTensors);
});
