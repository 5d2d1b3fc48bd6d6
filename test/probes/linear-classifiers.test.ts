import * as tf from '@tensorflow/tfjs';
import test from 'ava';
import { splitsOfImages } from '../../src/data/images/batches.ts';
import type { ImageSet } from '../../src/data/images/image-set.ts';
import { prepareSplits } from '../../src/data/images/splits.ts';
import type { Examples, Splits } from '../../src/data/index.ts';
import { mean } from '../../src/evidence/statistics.ts';
import { linearClassifierErrors, standardised } from '../../src/probes/measure/linear-classifiers.ts';
import { fitSoftmaxRegression } from '../../src/probes/measure/softmax-regression.ts';
import { randomStream } from '../../src/random.ts';
import { moments } from '../ops/reference.ts';
import { networkOf, raw, splitsOf, tinyConfig } from '../train/tiny.ts';
import { openTrainingEngine } from '../training-engine.ts';

test.beforeEach(openTrainingEngine);

// More images than go through the network at once.
const config = tinyConfig({
  depth: 14,
  network: { width: 8 },
  data: { trainSize: 180, trainEvalSize: 130, testSize: 260 },
});
const splits = splitsOf(config);
const images = prepareSplits(raw, config.data, config.seed);

function withSets(change: (set: ImageSet, index: number) => ImageSet): Splits {
  const changed = { ...images, trainEval: change(images.trainEval, 1), test: change(images.test, 2) };
  return splitsOfImages(changed, config.data.augmentation);
}

async function errorsOf(given: Splits, changes = {}): Promise<number[]> {
  const network = networkOf({ ...config, ...changes });
  const errors = await linearClassifierErrors(network, given);
  network.dispose();
  return errors;
}

/** Every image of a class in one colour of its own. */
const coloured = withSets(set => ({
  ...set,
  images: set.images.map((_, i) => {
    const angle = (2 * Math.PI * set.labels[Math.floor(i / (3 * set.resolution ** 2))]!) / 10;
    return 128 + 100 * [Math.cos(angle), Math.sin(angle), 0][i % 3]!;
  }),
}));

test.serial('classes that colour tells apart have no errors, from the stem on', async t => {
  for (const kind of ['plain', 'residual'] as const) {
    const errors = await errorsOf(coloured, { kind });
    t.is(errors.length, 1 + 6);
    t.deepEqual(errors.slice(0, 3), [0, 0, 0], kind);
  }
});

test.serial('labels by chance are guessed: nine of ten are wrong', async t => {
  const guessing = withSets((set, index) => {
    const random = randomStream(1, 'labels', index);
    return { ...set, labels: set.labels.map(() => random.integer(0, 10)) };
  });
  for (const error of await errorsOf(guessing)) t.true(error > 82 && error < 97, `${error}`);
});

test.serial(
  'after the last block it sees what the network’s own classifier does, in evaluation mode',
  async t => {
    const network = networkOf(config);
    // Away from 0 and 1, where they start.
    for (const [name, statistic] of network.parameters.statistics) {
      statistic.assign(tf.fill(statistic.shape, name.endsWith('mean') ? 0.1 : 1.5));
    }
    const featuresOf = async (set: Examples) => {
      const rows: number[][] = [];
      for await (const { inputs } of set.batches(set.count)) {
        const features = (x: tf.Tensor2D) => {
          rows.push(...x.arraySync());
          return x;
        };
        tf.tidy(() => network.forward(inputs, { training: false, batchStatistics: [], features }));
      }
      return rows;
    };
    const [learned, asked] = [await featuresOf(splits.trainEval), await featuresOf(splits.test)];
    const scales = learned[0]!.map((_, i) => {
      const column = learned.map(row => row[i]!);
      const centre = mean(column);
      return { centre, deviation: Math.sqrt(mean(column.map(value => (value - centre) ** 2))) };
    });
    const scaled = (rows: number[][]) =>
      tf.tensor2d(rows.map(row => [...row.map((x, i) => (x - scales[i]!.centre) / scales[i]!.deviation), 1]));
    const labels = tf.tensor1d([...images.trainEval.labels], 'int32');
    const weights = await fitSoftmaxRegression(scaled(learned), labels, { classes: 10 });
    const answers = tf.argMax(tf.matMul(scaled(asked), weights), 1).dataSync();
    const wrong = [...images.test.labels].filter((label, image) => label !== answers[image]).length;
    const [last] = (await linearClassifierErrors(network, splits)).slice(-1);
    // One image may be as near to two classes as rounding can tell.
    t.true(Math.abs(last! - (100 * wrong) / 260) <= 100 / 260, `${last}, ${wrong} of 260`);
    t.true(wrong > 20 && wrong < 240);
  },
);

test.serial('what regularizers have evaluation do is done here, too', async t => {
  const network = networkOf(config);
  const errors = await linearClassifierErrors(network, splits, { branch: () => 0 });
  // Without branches all blocks of a stage put out what comes in.
  t.is(errors[1], errors[0]);
  t.is(errors[2], errors[0]);
  network.dispose();
});

test.serial('features are standardised by those of the training images, with a one for the bias', t => {
  const train = tf.tensor2d([
    [1, 5, 0, 1e4],
    [3, 5, 0, 1e4 + 10],
  ]);
  const test = tf.tensor2d([[4, 5, 0, 1e4 + 5]]);
  const [x, unseen] = standardised(train, test).map(features => features.arraySync());
  const close = (rows: number[][], expected: number[][]) =>
    rows.every((row, i) => row.every((value, j) => Math.abs(value - expected[i]![j]!) < 1e-3));
  t.true(
    close(x!, [
      [-1, 0, 0, -1, 1],
      [1, 0, 0, 1, 1],
    ]),
  );
  t.true(close(unseen!, [[2, 0, 0, 0, 1]]));
  tf.dispose([train, test]);
});

test.serial('features of fifty thousand images have the mean 0 and the deviation 1 afterwards', t => {
  const { normal } = randomStream(1, 'test', 'features');
  const values = Float32Array.from({ length: 100_000 }, () => Math.max(0, normal()));
  const x = tf.tensor2d(values, [50_000, 2]);
  const [standard, unseen] = standardised(x, x);
  const { mean, biased } = moments(standard.dataSync(), 3);
  for (const feature of [0, 1]) {
    t.true(Math.abs(mean[feature]!) < 1e-5, `mean ${mean[feature]}`);
    t.true(Math.abs(biased[feature]! - 1) < 1e-5, `variance ${biased[feature]}`);
  }
  tf.dispose([x, standard, unseen]);
});

test.serial('it changes nothing in the network, leaves no tensors and gives the same again', async t => {
  const network = networkOf(config);
  const weights = () => [...network.parameters.trainable.values()].map(variable => [...variable.dataSync()]);
  const before = weights();
  const first = await linearClassifierErrors(network, splits);
  const { numTensors } = tf.memory();
  t.deepEqual(await linearClassifierErrors(network, splits), first);
  t.is(tf.memory().numTensors, numTensors);
  t.deepEqual(weights(), before);
  network.dispose();
});
