import * as tf from '@tensorflow/tfjs';
import test from 'ava';
import { type BlockOptions, buildBlock } from '../../src/model/blocks.ts';
import { initializer } from '../../src/model/initializers.ts';
import { Parameters } from '../../src/model/parameters.ts';
import { toTensor } from '../../src/ops/feature-maps.ts';
import { subsampleAndPadChannels } from '../../src/ops/subsample.ts';
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
        toTensor(
          residual.block.apply(x, {
            training,
            batchStatistics: [],
            observe: (_, response) => {
              branch = tf.keep(response.clone());
            },
          }),
        ).dataSync(),
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

function build(options: BlockOptions): { parameters: Parameters; block: Block } {
  const parameters = new Parameters();
  return { parameters, block: buildBlock(parameters, initializer(1), options) };
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
    () => toTensor(block.apply(x, { training, batchStatistics: [] })).dataSync() as Float32Array,
  );
}
