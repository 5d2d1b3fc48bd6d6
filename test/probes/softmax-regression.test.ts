import * as tf from '@tensorflow/tfjs';
import test from 'ava';
import { fitSoftmaxRegression, type RegressionOptions } from '../../src/probes/measure/softmax-regression.ts';
import { randomStream } from '../../src/random.ts';
import { openTrainingEngine } from '../training-engine.ts';

test.beforeEach(openTrainingEngine);

const CLASSES = 4;
const DECAY = 1e-3;

/** Clouds around one centre for each class, in correlated features of unequal scale, and a last one that is 1. */
function clouds(count: number, width: number, separation: number) {
  const random = randomStream(1, 'clouds', width, separation);
  const normals = (n: number) => Array.from({ length: n }, () => random.normal());
  const centres = Array.from({ length: CLASSES }, () => normals(width - 1));
  const labels = Array.from({ length: count }, (_, i) => i % CLASSES);
  const rows = labels.map(label => {
    const common = random.normal();
    const own = centres[label]!.map((at, i) => (separation * at + random.normal()) * 0.3 ** (i % 3) + common);
    return [...own, 1];
  });
  return { rows, labels };
}

type Data = ReturnType<typeof clouds>;

async function weightsFor(
  { rows, labels }: Data,
  options: Partial<RegressionOptions> = {},
): Promise<number[][]> {
  const [x, y] = [tf.tensor2d(rows), tf.tensor1d(labels, 'int32')];
  const weights = await fitSoftmaxRegression(x, y, { classes: CLASSES, ...options });
  const values = await weights.array();
  tf.dispose([x, y, weights]);
  return values;
}

/** By the definition, in double precision. */
function penalisedLoss({ rows, labels }: Data, weights: readonly (readonly number[])[], decay = DECAY) {
  const losses = rows.map((row, image) => {
    const scores = Array.from({ length: CLASSES }, (_, c) =>
      row.reduce((sum, feature, i) => sum + feature * weights[i]![c]!, 0),
    );
    return Math.log(scores.reduce((sum, score) => sum + Math.exp(score), 0)) - scores[labels[image]!]!;
  });
  const squares = weights.flat().reduce((sum, weight) => sum + weight ** 2, 0);
  return losses.reduce((sum, loss) => sum + loss, 0) / rows.length + (decay / 2) * squares;
}

function mistakes({ rows, labels }: Data, weights: readonly (readonly number[])[]): number {
  return rows.filter((row, image) => {
    const scores = Array.from({ length: CLASSES }, (_, c) =>
      row.reduce((sum, feature, i) => sum + feature * weights[i]![c]!, 0),
    );
    return scores.indexOf(Math.max(...scores)) !== labels[image];
  }).length;
}

test.serial('at the weights that are found the loss has no slope in any direction', async t => {
  const data = clouds(120, 6, 0.5);
  const weights = await weightsFor(data);
  const step = 1e-4;
  for (const [i, row] of weights.entries()) {
    for (const c of row.keys()) {
      const moved = (by: number) => weights.map((r, k) => r.map((w, l) => (k === i && l === c ? w + by : w)));
      const slope = (penalisedLoss(data, moved(step)) - penalisedLoss(data, moved(-step))) / (2 * step);
      t.true(Math.abs(slope) < 3e-6, `${i}, ${c}: ${slope}`);
    }
  }
});

test.serial('more steps change nothing that matters, whether classes overlap or not', async t => {
  for (const separation of [0, 0.5, 3]) {
    const data = clouds(120, 6, separation);
    const [usual, more] = [await weightsFor(data), await weightsFor(data, { steps: 3000, tolerance: 0 })];
    const difference = Math.max(...usual.flat().map((weight, i) => Math.abs(weight - more.flat()[i]!)));
    t.true(difference < 1e-2, `${separation}: ${difference}`);
    t.true(penalisedLoss(data, usual) - penalisedLoss(data, more) < 1e-6);
    t.is(mistakes(data, usual), mistakes(data, more));
  }
});

test.serial('classes that a linear classifier can tell apart are told apart', async t => {
  const data = clouds(120, 6, 20);
  t.is(mistakes(data, await weightsFor(data)), 0);
});

test.serial('a bias alone learns how frequent the classes are', async t => {
  const labels = [0, 0, 0, 0, 0, 1, 1, 1, 2, 3];
  const [biases] = await weightsFor({ rows: labels.map(() => [1]), labels }, { decay: 1e-6 });
  const exponentials = biases!.map(Math.exp);
  const sum = exponentials.reduce((a, b) => a + b);
  for (const [c, frequency] of [0.5, 0.3, 0.1, 0.1].entries()) {
    t.true(Math.abs(exponentials[c]! / sum - frequency) < 1e-4);
  }
});

test.serial('a feature that is always 0 has no weight, and one that is there twice shares it', async t => {
  const data = clouds(120, 4, 0.5);
  const rows = data.rows.map(([first, ...rest]) => [0, first!, first!, ...rest]);
  const [none, one, twin] = await weightsFor({ ...data, rows });
  t.deepEqual(none, [0, 0, 0, 0]);
  for (const [c, weight] of one!.entries()) t.true(Math.abs(weight - twin![c]!) < 1e-5);
});

test.serial('equal features have equal weights, and no tensors are left', async t => {
  const data = clouds(60, 5, 0.5);
  const first = await weightsFor(data);
  const { numTensors } = tf.memory();
  t.deepEqual(await weightsFor(data), first);
  t.is(tf.memory().numTensors, numTensors);
});
