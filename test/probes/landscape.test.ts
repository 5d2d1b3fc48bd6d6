import * as tf from '@tensorflow/tfjs';
import test from 'ava';
import { startMovingStatistics } from '../../src/model/training-pass.ts';
import { filterNormalised, lossSurface } from '../../src/probes/measure/landscape.ts';
import { randomStream } from '../../src/random.ts';
import { evaluate } from '../../src/train/evaluate.ts';
import { kinds } from '../model/networks.ts';
import { distance } from '../ops/numbers.ts';
import { networkOf, randomBatch, splitsOf, tinyConfig } from '../train/tiny.ts';
import { openTrainingEngine } from '../training-engine.ts';

test.beforeEach(openTrainingEngine);

const config = tinyConfig({ network: { width: 4 } });
const splits = splitsOf(config);

function networkOfKind(kind: (typeof kinds)[number]) {
  const network = networkOf({ ...config, kind });
  const batch = randomBatch(20);
  startMovingStatistics(network, batch);
  tf.dispose([batch.inputs, batch.labels]);
  return network;
}

test.serial('its centre is the loss of the network as it is', async t => {
  for (const kind of kinds) {
    const network = networkOfKind(kind);
    const points = await lossSurface(network, splits, { seed: 1, side: 5 });
    t.is(points.length, 25);
    const { loss, errorPct } = await evaluate(network, splits.trainEval);
    t.deepEqual(points[12], {
      point_index: 12,
      alpha: 0,
      beta: 0,
      train_loss: loss,
      train_error_pct: errorPct,
    });
    t.like(points[1], { alpha: -0.5, beta: -1 });
    network.dispose();
  }
});

/** Each filter, which is the last dimension, as long as that of the kernel; in double precision. */
function normalisedByHand(random: ArrayLike<number>, kernel: ArrayLike<number>, filters: number): number[] {
  const lengths = (values: ArrayLike<number>) => {
    const squares = new Array<number>(filters).fill(0);
    for (let i = 0; i < values.length; i++) squares[i % filters]! += values[i]! ** 2;
    return squares.map(Math.sqrt);
  };
  const [own, drawn] = [lengths(kernel), lengths(random)];
  return Array.from(random, (value, i) => (value * own[i % filters]!) / drawn[i % filters]!);
}

test.serial('a filter of a direction is as long as the network’s own', t => {
  tf.tidy(() => {
    for (const shape of [
      [3, 3, 2, 4],
      [5, 3],
    ]) {
      const [random, kernel] = [1, 2].map(seed => tf.randomNormal(shape, 0, seed, 'float32', seed));
      const actual = filterNormalised(random!, kernel!);
      t.deepEqual(actual.shape, shape);
      const expected = normalisedByHand(random!.dataSync(), kernel!.dataSync(), shape.at(-1)!);
      t.true(distance(actual.dataSync(), expected) < 1e-6);
    }
  });
});

test.serial('a corner is the loss of a network with both directions added to its filters alone', async t => {
  const [measured, moved] = [networkOfKind('residual'), networkOfKind('residual')];
  const points = await lossSurface(measured, splits, { seed: 7, side: 3 });
  for (const { name, kernel } of moved.parameters.layers) {
    const values = kernel.dataSync();
    const [one, other] = [1, 2].map(number => {
      const { normal } = randomStream(7, 'landscape', number, name);
      const random = Array.from(values, () => normal());
      return normalisedByHand(random, values, kernel.shape.at(-1)!);
    });
    kernel.assign(
      tf.tensor(
        Float32Array.from(values, (value, i) => value + one![i]! - other![i]!),
        kernel.shape,
      ),
    );
  }
  const { loss } = await evaluate(moved, splits.trainEval);
  const corner = points.find(({ alpha, beta }) => alpha === 1 && beta === -1)!;
  t.true(distance([corner.train_loss!], [loss], 0) < 1e-4, `${corner.train_loss} ${loss}`);
  t.true(Math.abs(corner.train_loss! - points[4]!.train_loss!) > 1e-3);
  measured.dispose();
  moved.dispose();
});

test.serial(
  'weights are the same to the bit afterwards, no tensors are left, and it gives the same again',
  async t => {
    const network = networkOfKind('plain');
    const values = () => [...network.parameters.trainable.values()].map(variable => [...variable.dataSync()]);
    const before = values();
    const first = await lossSurface(network, splits, { seed: 1, side: 3 });
    const { numTensors } = tf.memory();
    t.deepEqual(await lossSurface(network, splits, { seed: 1, side: 3 }), first);
    t.is(tf.memory().numTensors, numTensors);
    t.deepEqual(values(), before);
    network.dispose();
  },
);
