import * as tf from '@tensorflow/tfjs';
import test from 'ava';
import { buildBlock } from '../../src/model/blocks.ts';
import { type BlockOptions, describeBlock } from '../../src/model/describe-block.ts';
import { initializer } from '../../src/model/initializers.ts';
import type { Layer } from '../../src/model/layers.ts';
import { Parameters } from '../../src/model/parameters.ts';
import { subsampleAndPadChannels } from '../../src/ops/subsample.ts';
import { mapsOf } from '../../src/ops/tensor-maps.ts';
import { randomStream } from '../../src/random.ts';
import { distance } from '../ops/numbers.ts';
import { openTrainingEngine } from '../training-engine.ts';

test.beforeEach(openTrainingEngine);

const same = {
  name: 'block',
  position: { index: 1, count: 1 },
  inputs: 4,
  filters: 4,
  stride: 1,
  shortcut: 'A',
  batchNorm: true,
} as const;
const changing = { ...same, filters: 8, stride: 2 } as const;

test('a residual block whose branch is switched off is a ReLU, and the identity where nothing is negative', t => {
  const { parameters, block } = build({ ...same, kind: 'residual' });
  switchOff(parameters);
  const x = images();
  for (const training of [true, false]) {
    t.deepEqual(run(block, x, training), tf.relu(x).dataSync());
    const positive = tf.abs(x) as tf.Tensor4D;
    t.deepEqual(run(block, positive, training), positive.dataSync());
  }
});

test('where the shape changes, such a block takes every other pixel and adds zero channels', t => {
  const { parameters, block } = build({ ...changing, kind: 'residual' });
  switchOff(parameters);
  const x = images();
  t.deepEqual(run(block, x, true), tf.relu(subsampleAndPadChannels(x, 2, 8)).dataSync());
});

test('a plain block whose branch is switched off lets nothing through', t => {
  const { parameters, block } = build({ ...same, kind: 'plain' });
  switchOff(parameters);
  t.true(run(block, images(), true).every(value => value === 0));
});

for (const [what, options] of [
  ['', same],
  [' where the shape changes', changing],
  [' without batch normalisation', { ...same, batchNorm: false }],
] as const) {
  test(`a plain block is its residual twin minus the addition${what}`, t => {
    const x = images();
    const plain = build({ ...options, kind: 'plain' });
    const residual = build({ ...options, kind: 'residual' });
    for (const training of [true, false]) {
      let branch!: tf.Tensor;
      const observed = tf.tidy(() =>
        residual.block
          .apply(mapsOf(x), {
            training,
            batchStatistics: [],
            observe: (_, response) => {
              branch = tf.keep(response.clone());
            },
          })
          .toTensor()
          .dataSync(),
      );
      // What was seen last is F(x) of the second convolution, before anything is added.
      t.true(distance(run(plain.block, x, training), tf.relu(branch).dataSync()) < 1e-6);
      const shortcut = options.filters === 4 ? x : subsampleAndPadChannels(x, 2, options.filters);
      t.true(distance(observed, tf.relu(tf.add(branch, shortcut)).dataSync()) < 1e-6);
      t.deepEqual(observed, run(residual.block, x, training));
    }
  });
}

test('a projection is a convolution with batch normalisation on the shortcut', t => {
  const { parameters, block } = build({ ...same, kind: 'residual', shortcut: 'C' });
  switchOff(parameters);
  const x = images();
  const kernel = parameters.trainable.get('block/shortcut/conv/kernel')!;
  const expected = tf.tidy(() => tf.relu(tf.conv2d(x, kernel as tf.Variable<tf.Rank.R4>, 1, 'valid')));
  // Before training, moving mean and variance are 0 and 1.
  t.true(distance(run(block, x, false), expected.dataSync()) < 1e-4);
  t.deepEqual(parameters.trainable.get('block/shortcut/bn/scale')!.shape, [4]);
});

test('with pre-activation, a block whose branch is switched off is the identity, of negative values too', t => {
  const { parameters, block } = build({ ...same, kind: 'residual', order: 'pre-activation' });
  const filter = parameters.trainable.get('block/conv2/kernel')!;
  filter.assign(tf.zerosLike(filter));
  const x = images();
  for (const training of [true, false]) t.deepEqual(run(block, x, training), x.dataSync());
});

test('with pre-activation, only the block behind the stem does not activate its input', t => {
  const names = (index: number) => {
    const position = { index, count: 3 };
    const { parameters } = build({ ...same, position, kind: 'plain', order: 'pre-activation' });
    return [...parameters.trainable.keys()].filter(name => name.endsWith('scale'));
  };
  t.deepEqual(names(1), ['block/bn2/scale']);
  t.deepEqual(names(2), ['block/bn1/scale', 'block/bn2/scale']);
});

test('with pre-activation, a block is x + W₂·σ(W₁·σ(x)) where nothing is normalised', t => {
  const options = { ...same, position: { index: 2, count: 3 }, batchNorm: false } as const;
  const { parameters, block } = build({ ...options, kind: 'residual', order: 'pre-activation' });
  const x = images();
  const expected = tf.tidy(() => {
    const filter = (i: number) =>
      parameters.trainable.get(`block/conv${i}/kernel`) as tf.Variable<tf.Rank.R4>;
    const inner = tf.conv2d(tf.relu(x), filter(1), 1, 'same');
    return tf.add(x, tf.conv2d(tf.relu(inner), filter(2), 1, 'same')).dataSync();
  });
  t.true(distance(run(block, x, true), expected) < 1e-5);
});

const orders = [undefined, 'pre-activation'] as const;

for (const order of orders) {
  const where = order ? ' with pre-activation' : '';
  // The last thing of a block, on top of what is added.
  const f = (sum: tf.Tensor) => (order ? sum : tf.relu(sum));

  for (const shortcut of ['A', 'B', 'C', 'scaled', 'gated', 'dropout'] as const) {
    test(`a block is what becomes of the sum of its branch and its shortcut ${shortcut}${where}`, t => {
      for (const options of [same, changing]) {
        const { block } = build({ ...options, shortcut, order, kind: 'residual' });
        const x = images();
        const expected = tf.tidy(() => {
          const part = (layer: Layer) => layer(mapsOf(x), { training: true, batchStatistics: [] }).toTensor();
          return f(tf.add(part(block.branch), part(block.shortcut!))).dataSync();
        });
        t.true(distance(run(block, x, true), expected) < 1e-6);
      }
    });
  }

  test(`a scaled block is half of its branch and half of its input${where}`, t => {
    for (const options of [same, changing]) {
      const x = images();
      const [branch, passed] = waysOfA({ ...options, order }, x);
      const { block } = build({ ...options, shortcut: 'scaled', order, kind: 'residual' });
      const expected = tf.tidy(() => f(tf.mul(tf.add(branch, passed), 0.5)).dataSync());
      t.true(distance(run(block, x, true), expected) < 1e-6);
    }
  });

  test(`a gated block is g·F(x) + (1 − g)·h(x) with g = σ(W·x + b)${where}`, t => {
    for (const options of [same, changing]) {
      const x = images();
      const [branch, passed] = waysOfA({ ...options, order }, x);
      const { parameters, block } = build({ ...options, shortcut: 'gated', order, kind: 'residual' });
      const bias = parameters.trainable.get('block/shortcut/gate/bias')!;
      bias.assign(tf.linspace(-2, 2, options.filters));
      const expected = tf.tidy(() => {
        // A 1×1 convolution multiplies the channels of every pixel, or of every other one.
        const pixels = subsampleAndPadChannels(x, options.stride, options.inputs);
        const kernel = parameters.trainable.get('block/shortcut/gate/kernel')!;
        const product = tf.matMul(
          pixels.reshape([-1, options.inputs]),
          kernel.reshape([options.inputs, options.filters]),
        );
        const g = tf.div(1, tf.add(1, tf.exp(tf.neg(tf.add(product, bias))))).reshape(branch.shape);
        return f(tf.add(tf.mul(g, branch), tf.mul(tf.sub(1, g), passed))).dataSync();
      });
      t.true(distance(run(block, x, true), expected) < 1e-5);
    }
  });

  test(`dropout of a shortcut keeps a random half of it in training, and half of each value elsewhere${where}`, t => {
    for (const options of [same, changing]) {
      const { block } = build({ ...options, shortcut: 'dropout', order, kind: 'residual' });
      const x = images();
      const [, passed] = waysOfA({ ...options, order }, x);
      const values = passed.dataSync();
      const shortcut = (training: boolean, step?: number) =>
        tf.tidy(() =>
          block.shortcut!(mapsOf(x), {
            training,
            batchStatistics: [],
            ...(step !== undefined && { random: layer => randomStream(1, layer, step) }),
          })
            .toTensor()
            .dataSync(),
        );
      const halved = values.map(value => value / 2);
      t.deepEqual(shortcut(false), halved);
      t.deepEqual(shortcut(true), halved);
      const kept = shortcut(true, 1);
      t.true(kept.every((value, i) => value === 0 || value === values[i]));
      const nonzero = (all: ArrayLike<number>) => Array.from(all).filter(value => value !== 0).length;
      const of = nonzero(values);
      t.true(Math.abs(nonzero(kept) - of / 2) < 4 * Math.sqrt(of / 4), `${nonzero(kept)} of ${of}`);
      t.deepEqual(shortcut(true, 1), kept);
      t.notDeepEqual(shortcut(true, 2), kept);
    }
  });
}

test('the mean over many steps of dropout is the half that evaluation takes', t => {
  const { parameters, block } = build({ ...same, shortcut: 'dropout', kind: 'residual' });
  switchOff(parameters);
  const x = tf.ones([3, 6, 6, 4]) as tf.Tensor4D;
  const steps = 400;
  const sum = new Float32Array(x.size);
  for (let step = 0; step < steps; step++) {
    const pass = { training: true, batchStatistics: [], random: () => randomStream(1, step) };
    for (const [i, value] of tf.tidy(() => block.apply(mapsOf(x), pass).toTensor().dataSync()).entries()) {
      sum[i]! += value;
    }
  }
  const expected = run(block, x, false);
  // Five standard deviations of a mean of zeros and ones.
  for (const [i, value] of sum.entries()) {
    t.true(Math.abs(value / steps - expected[i]!) < 2.5 / Math.sqrt(steps));
  }
});

test('gates begin almost shut: without a branch, a block passes on 1 − σ(−6) of its input', t => {
  const { parameters, block } = build({ ...same, shortcut: 'gated', kind: 'residual' });
  switchOff(parameters);
  const filter = parameters.trainable.get('block/shortcut/gate/kernel')!;
  filter.assign(tf.zerosLike(filter));
  const x = tf.abs(images()) as tf.Tensor4D;
  const open = 1 - 1 / (1 + Math.exp(6));
  t.true(
    distance(
      run(block, x, true),
      x.dataSync().map(value => open * value),
    ) < 1e-6,
  );
});

test('a gate is a convolution of its own, seen by observers, behind those of the branch', t => {
  for (const [options, shape] of [
    [same, [1, 1, 4, 4]],
    [changing, [1, 1, 4, 8]],
  ] as const) {
    const { parameters, block } = build({ ...options, shortcut: 'gated', kind: 'residual' });
    const names = parameters.layers.map(({ name }) => name);
    t.deepEqual(names, ['block/conv1', 'block/conv2', 'block/shortcut/gate']);
    t.deepEqual(parameters.layers[2]!.kernel.shape, shape as unknown as number[]);
    const seen: number[] = [];
    tf.tidy(() => {
      block.apply(mapsOf(images()), {
        training: true,
        batchStatistics: [],
        observe: index => seen.push(index),
      });
    });
    t.deepEqual(seen, [0, 1, 2]);
  }
});

test('a bottleneck reduces, convolves and restores: 1×1, 3×3 and 1×1 with four times the filters', t => {
  const { parameters, block } = build({ ...same, kind: 'residual', block: 'bottleneck', stride: 2 });
  t.deepEqual(
    parameters.layers.map(({ name, kernel }) => [name, kernel.shape]),
    [
      ['block/conv1', [1, 1, 4, 4]],
      ['block/conv2', [3, 3, 4, 4]],
      ['block/conv3', [1, 1, 4, 16]],
    ],
  );
  t.is(run(block, images(), true).length, 3 * 3 * 3 * 16);
});

type Block = ReturnType<typeof buildBlock>;

/** F(x) and h(x) of a block with shortcut A, in training. */
function waysOfA(
  options: Omit<BlockOptions, 'kind'>,
  x: tf.Tensor4D,
): [branch: tf.Tensor, passed: tf.Tensor] {
  const { block } = build({ ...options, shortcut: 'A', kind: 'residual' });
  const part = (layer: Layer) =>
    tf.tidy(() => layer(mapsOf(x), { training: true, batchStatistics: [] }).toTensor().clone());
  return [part(block.branch), part(block.shortcut!)];
}

function build(options: BlockOptions): { parameters: Parameters; block: Block } {
  const parameters = new Parameters();
  return { parameters, block: buildBlock(parameters, initializer(1), describeBlock(options)) };
}

/** Makes the last thing that the branch does a multiplication by zero. */
function switchOff(parameters: Parameters): void {
  const scale = parameters.trainable.get('block/bn2/scale')!;
  scale.assign(tf.zerosLike(scale));
}

function images(): tf.Tensor4D {
  return tf.randomNormal([3, 6, 6, 4], 0, 1, 'float32', 7);
}

function run(block: Block, x: tf.Tensor4D, training: boolean): Float32Array {
  return tf.tidy(
    () => block.apply(mapsOf(x), { training, batchStatistics: [] }).toTensor().dataSync() as Float32Array,
  );
}
