import * as tf from '@tensorflow/tfjs';
import test from 'ava';
import { syntheticTexts } from '../../../src/data/synthetic-text/generate.ts';
import { textSplits } from '../../../src/data/text/batches.ts';
import type { RawTexts, TextSet } from '../../../src/data/text/text-set.ts';
import { FILLING, RESERVED, UNKNOWN } from '../../../src/data/text/vocabulary.ts';
import type { Batch } from '../../../src/data/types.ts';

test.before(async () => {
  await tf.setBackend('cpu');
});

const raw = syntheticTexts({ train: 100, test: 40 });
const config = {
  level: 'words',
  length: 24,
  vocabulary: 50,
  trainSize: 60,
  trainEvalSize: 20,
  valSize: 10,
  testSize: 30,
} as const;

/** Rows of numbers, with their labels in front. */
async function rowsOf(batches: AsyncIterable<Batch>): Promise<number[][]> {
  const rows: number[][] = [];
  for await (const { inputs, labels } of batches) {
    const [count, , length] = inputs.shape;
    t4(inputs);
    const [values, classes] = [inputs.dataSync(), labels.dataSync()];
    for (let i = 0; i < count; i++) rows.push([classes[i]!, ...values.slice(i * length, (i + 1) * length)]);
    tf.dispose([inputs, labels]);
  }
  return rows;
}

function t4({ shape }: tf.Tensor4D): void {
  if (shape[1] !== 1 || shape[2] !== config.length || shape[3] !== 1) throw new Error(`got ${shape}`);
}

/** Each text one word that no other has. */
function distinct(count: number, prefix: string): TextSet {
  return {
    texts: Array.from({ length: count }, (_, i) => `${prefix}${i}`),
    labels: Uint8Array.from({ length: count }, (_, i) => i % 2),
  };
}
const oneWordEach: RawTexts = {
  name: 'made-up',
  classes: 2,
  sha256: '',
  train: distinct(100, 'trained'),
  test: distinct(40, 'tested'),
};

test('splits have the sizes asked for, one row of whole numbers a text', async t => {
  const before = tf.memory().numTensors;
  const { trainingBatches, trainEval, val, test: tested } = textSplits(raw, config, 1);
  t.is((await rowsOf(trainingBatches({ batchSize: 25, seed: 1, epoch: 1 }))).length, 50);
  for (const [examples, count] of [
    [trainEval, 20],
    [val!, 10],
    [tested, 30],
  ] as const) {
    const rows = await rowsOf(examples.batches(7));
    t.is(rows.length, count);
    t.is(examples.count, count);
    const values = rows.flatMap(([, ...row]) => row);
    t.true(values.every(value => Number.isInteger(value) && value >= 0 && value < RESERVED + 50));
    t.is(rows.filter(([label]) => label === 0).length, count / 2);
  }
  t.is(tf.memory().numTensors, before);
});

test('the vocabulary is that of the texts trained on, and of no other', async t => {
  const splits = textSplits(oneWordEach, { ...config, vocabulary: 1000 }, 1);
  const [trained, validated, tested] = await Promise.all([
    rowsOf(splits.trainingBatches({ batchSize: 60, seed: 1, epoch: 1 })),
    rowsOf(splits.val!.batches(10)),
    rowsOf(splits.test.batches(30)),
  ]);
  const firsts = (rows: number[][]) => rows.map(([, first]) => first!);
  t.deepEqual(
    firsts(trained!).sort((a, b) => a - b),
    Array.from({ length: 60 }, (_, i) => RESERVED + i),
  );
  t.true([...firsts(validated!), ...firsts(tested!)].every(first => first === UNKNOWN));
  t.true([...trained!, ...tested!].every(([, , ...rest]) => rest.every(value => value === FILLING)));
});

test('each epoch has its own order of the same texts, which the seed decides', async t => {
  const rows = async (epoch: number, seed = 1) =>
    (await rowsOf(textSplits(raw, config, 1).trainingBatches({ batchSize: 20, seed, epoch }))).map(String);
  const [first, again, second, other] = await Promise.all([rows(1), rows(1), rows(2), rows(1, 2)]);
  t.deepEqual(first, again);
  t.notDeepEqual(first, second);
  t.notDeepEqual(first, other);
  t.deepEqual([...first!].sort(), [...second!].sort());
});

test('the training error is measured on texts that are trained on, and validation texts are none of them', async t => {
  const splits = textSplits(oneWordEach, { ...config, vocabulary: 1000, trainSize: 90 }, 3);
  const trained = (await rowsOf(splits.trainingBatches({ batchSize: 90, seed: 1, epoch: 1 }))).map(String);
  const measured = (await rowsOf(splits.trainEval.batches(20))).map(String);
  t.true(measured.every(row => trained.includes(row)));
  t.true((await rowsOf(splits.val!.batches(10))).every(([, first]) => first === UNKNOWN));
});
