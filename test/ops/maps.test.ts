import * as tf from '@tensorflow/tfjs';
import test from 'ava';
import { hasFusedKernels } from '../../src/engine/fused-kernels.ts';
import type { Maps, Statistics } from '../../src/ops/maps.ts';
import { mapsOf } from '../../src/ops/tensor-maps.ts';
import { throughFusedLayers } from '../../src/ops/through-fused-layers.ts';
import { openTrainingEngine } from '../training-engine.ts';
import { distance } from './numbers.ts';

test.beforeEach(openTrainingEngine);

const filter = () => tf.randomNormal<tf.Rank.R4>([3, 3, 4, 6], 0, 1, 'float32', 2);
const learned = (channels: number) => ({
  scale: tf.linspace(0.5, 1.5, channels),
  offset: tf.linspace(-1, 1, channels),
});
const moving = (channels: number) => ({
  mean: tf.linspace(-0.2, 0.3, channels),
  variance: tf.linspace(0.5, 2, channels),
});

function disposing({ mean, variance }: Statistics, maps: Maps): Maps {
  tf.dispose([mean, variance]);
  return maps;
}

/** All that layers do to maps of four channels. */
const operations: Record<string, (maps: Maps) => Maps> = {
  convolve: maps => maps.convolve({ filter: filter(), stride: 2 }),
  convolveAndNormalise: maps => {
    const { y, batch } = maps.convolveAndNormalise({ filter: filter(), stride: 1 }, learned(6), 'relu');
    return disposing(batch, y.shared());
  },
  convolveAndNormaliseBy: maps =>
    maps.convolveAndNormaliseBy(moving(6), { filter: filter(), stride: 1 }, learned(6), 'linear'),
  normalise: maps => {
    const { y, batch } = maps.normalise(learned(4));
    return disposing(batch, y);
  },
  normaliseBy: maps => maps.normaliseBy(moving(4), learned(4)),
  relu: maps => maps.relu(),
  'times a number': maps => maps.times(0.5),
  'times maps': maps => maps.times(maps.toTensor()),
  plus: maps => maps.plus(maps.times(2)),
  plusThenRelu: maps =>
    maps
      .convolveAndNormaliseBy(moving(6), { filter: filter(), stride: 2 }, learned(6), 'linear')
      .plusThenRelu(maps.subsample(2, 6)),
  subsample: maps => maps.subsample(2, 7),
  maxPool: maps => maps.maxPool(),
  'through a layer': maps => maps.through(x => x.shared().maxPool()),
};

for (const [name, operate] of Object.entries(operations)) {
  test(`fused maps do what tensors do, without a gradient: ${name}`, t => {
    if (!hasFusedKernels()) return t.pass();
    const x = tf.randomNormal<tf.Rank.R4>([2, 7, 6, 4], 0, 1, 'float32', 1);
    const values = (maps: Maps) => {
      const made = operate(maps);
      return { shape: [...made.shape], values: made.toTensor().dataSync().slice() };
    };
    const expected = tf.tidy(() => values(mapsOf(x)));
    let actual!: ReturnType<typeof values>;
    tf.tidy(() =>
      throughFusedLayers(x, [], maps => {
        actual = values(maps);
        return maps.averagePixels();
      }),
    );
    t.deepEqual(actual.shape, expected.shape);
    t.true(distance(actual.values, expected.values) < 1e-5);
  });
}

test('what has no fused kernel is refused where a gradient is wanted', t => {
  if (!hasFusedKernels()) return t.pass();
  const x = tf.ones<tf.Rank.R4>([2, 6, 6, 4]);
  const weight = tf.variable(tf.ones([1]));
  for (const name of ['normalise', 'normaliseBy', 'relu', 'times a number', 'plus']) {
    const pass = () =>
      tf.tidy(() =>
        tf.variableGrads(
          () =>
            throughFusedLayers(x, [weight], maps =>
              operations[name]!(maps).averagePixels(),
            ).sum() as tf.Scalar,
          [weight],
        ),
      );
    t.throws(pass, { message: 'the gradient of fused feature maps goes through fused layers only' }, name);
  }
  tf.dispose([x, weight]);
});
