import * as tf from '@tensorflow/tfjs';
import test from 'ava';
import { parseArm } from '../../src/regularizers/arm.ts';
import { type Regularization, regularization } from '../../src/regularizers/regularization.ts';
import type { EpochErrors } from '../../src/regularizers/regularizer.ts';

const only = async (text: string): Promise<Regularization> => regularization((await parseArm(text)).specs, 1);

const gradientsOf = async (text: string, gradient: number[], weight: number[]) => {
  const result = (await only(text))
    .atStep(0)
    .gradients(new Map([['w', tf.tensor1d(gradient)]]), new Map([['w', tf.tensor1d(weight)]]));
  return [...result.get('w')!.dataSync()];
};

const near = (actual: number[], expected: number[]) =>
  actual.length === expected.length && actual.every((value, i) => Math.abs(value - expected[i]!) < 1e-6);

test.before(() => tf.setBackend('cpu'));

test('l1 adds λ·sign(w) to the gradient', async t => {
  t.true(near(await gradientsOf('l1=0.1', [1, 1, 1], [2, -3, 0]), [1.1, 0.9, 1]));
});

test('l2 adds λ·w to the gradient', async t => {
  t.true(near(await gradientsOf('l2=0.1', [1, 1, 1], [2, -3, 0]), [1.2, 0.7, 1]));
});

test('penalties add up and leave parameters without weights alone', async t => {
  const bias = tf.tensor1d([5]);
  const result = (await only('l1=0.1+l2=0.1')).atStep(0).gradients(
    new Map([
      ['w', tf.tensor1d([0])],
      ['bias', bias],
    ]),
    new Map([['w', tf.tensor1d([2])]]),
  );
  t.true(near([...result.get('w')!.dataSync()], [0.3]));
  t.is(result.get('bias'), bias);
});

test('gradient clipping scales a long gradient to the limit and leaves a short one', async t => {
  t.true(near(await gradientsOf('gradient-clipping=1', [3, 4], [0, 0]), [0.6, 0.8]));
  t.true(near(await gradientsOf('gradient-clipping=10', [3, 4], [0, 0]), [3, 4]));
});

for (const magnitude of [1e-3, 1e25]) {
  test(`gradient clipping leaves two million values around ${magnitude} with the length that it allows`, async t => {
    const clip = (await only('gradient-clipping=1')).atStep(0);
    const [weights, kernel] = [new Map(), tf.fill([2_000_000], magnitude)];
    const clipped = tf.tidy(() =>
      clip
        .gradients(new Map([['w', kernel]]), weights)
        .get('w')!
        .dataSync()
        .slice(),
    );
    const length = Math.sqrt(Array.from(clipped).reduce((sum, value) => sum + value ** 2, 0));
    t.true(Math.abs(length - 1) < 1e-5, String(length));
  });
}

test('gradients whose common length single precision cannot hold become no numbers when clipped, and not a standstill', async t => {
  const clip = (await only('gradient-clipping=1')).atStep(0);
  for (const gradients of [[[3e38, 3e38]], [[3e38], [-3e38]], [[1, 2], [Number.POSITIVE_INFINITY]]]) {
    const named = gradients.map((gradient, i) => [`w${i}`, tf.tensor1d(gradient)] as const);
    for (const [name, clipped] of clip.gradients(new Map(named), new Map()))
      t.true([...clipped.dataSync()].every(Number.isNaN), `${name}: ${clipped.dataSync()}`);
  }
});

const images = tf.tidy(() =>
  tf.keep(
    tf.tensor4d(
      Array.from({ length: 8 * 16 * 16 * 3 }, (_, i) => 1 + (i % 97)),
      [8, 16, 16, 3],
    ),
  ),
);
const targets = tf.tidy(() =>
  tf.keep(tf.oneHot(tf.tensor1d([0, 1, 2, 3, 0, 1, 2, 3], 'int32'), 4).toFloat() as tf.Tensor2D),
);

test('label smoothing keeps the sum of a target at one', async t => {
  const one = { inputs: images, targets: tf.tensor2d([[0, 1, 0, 0]]) };
  const smoothed = (await only('label-smoothing=0.1')).atStep(0).batch(one).targets;
  t.true(near([...smoothed.dataSync()], [0.025, 0.925, 0.025, 0.025]));
});

test('dropout keeps the mean, and draws another mask at every step, the same for the same step', async t => {
  const ones = tf.ones<tf.Rank.R2>([64, 256]);
  const dropout = await only('dropout=0.3');
  const drop = (step: number) => dropout.atStep(step).pass.features!(ones).dataSync<'float32'>();
  const values = drop(0);
  t.true(values.every(value => value === 0 || Math.abs(value - 1 / 0.7) < 1e-6));
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  t.true(Math.abs(mean - 1) < 4 * Math.sqrt(0.3 / 0.7 / values.length));
  t.deepEqual(drop(0), values);
  t.notDeepEqual(drop(1), values);
});

test('cutout blanks one square of each image, cut off at the border, in all channels', async t => {
  const blanked = (await only('cutout=8')).atStep(0).batch({ inputs: images, targets }).inputs;
  const [after, before] = [blanked.dataSync(), images.dataSync()];
  for (let image = 0; image < 8; image++) {
    const rows = new Set<number>();
    const columns = new Set<number>();
    let count = 0;
    for (let i = 0; i < 256; i++) {
      const at = (image * 256 + i) * 3;
      const zeros = [0, 1, 2].filter(c => after[at + c] === 0).length;
      t.true(zeros === 0 || zeros === 3);
      if (zeros === 0) {
        t.deepEqual(
          [0, 1, 2].map(c => after[at + c]),
          [0, 1, 2].map(c => before[at + c]),
        );
        continue;
      }
      count++;
      rows.add(Math.floor(i / 16));
      columns.add(i % 16);
    }
    t.is(count, rows.size * columns.size);
    t.true(rows.size >= 2 && rows.size <= 4 && columns.size >= 2 && columns.size <= 4);
  }
});

test('cutout blanks the same share of an image at every resolution: a quarter, 16 pixels of 32, as published', async t => {
  const { batch } = (await only('cutout')).atStep(0);
  for (const side of [8, 16, 32]) {
    const inputs = tf.ones<tf.Rank.R4>([64, side, side, 3]);
    const zeros = tf.sub(1, batch({ inputs, targets }).inputs);
    // Of those that the border does not cut off.
    t.is(tf.max(tf.sum(zeros, [1, 2, 3])).dataSync()[0], 3 * (side / 2) ** 2);
  }
});

test('mixup mixes images and labels in the same shares', async t => {
  const mixed = (await only('mixup=1')).atStep(3).batch({ inputs: images, targets });
  const sums = tf.sum(mixed.targets, 1).dataSync();
  t.true(near([...sums], Array(8).fill(1)));
  // Of an image and a partner with another label, the targets tell the share.
  const [rows, pixels, originals] = [mixed.targets.arraySync(), mixed.inputs.arraySync(), images.arraySync()];
  let checked = 0;
  for (const [image, row] of rows.entries()) {
    const share = row[image % 4]!;
    if (share === 1) continue;
    const partnerClass = row.findIndex((value, label) => value > 0 && label !== image % 4);
    const fits = [partnerClass, partnerClass + 4].some(
      partner =>
        Math.abs(
          pixels[image]![5]![7]![1]! -
            (share * originals[image]![5]![7]![1]! + (1 - share) * originals[partner]![5]![7]![1]!),
        ) < 1e-3,
    );
    t.true(fits);
    checked++;
  }
  t.true(checked > 0);
});

test('stochastic depth keeps early branches more often than late ones, as often as evaluation weighs them', async t => {
  const { atStep, evaluation } = await only('stochastic-depth=0.4');
  const blocks = [1, 5, 9].map(index => ({ index, count: 9 }));
  t.true(near(blocks.map(evaluation.branch!), [1 - 0.6 / 9, 1 - 3 / 9, 0.4]));
  const steps = 2000;
  for (const block of blocks) {
    let kept = 0;
    for (let step = 0; step < steps; step++) kept += atStep(step).pass.branch!(block);
    const share = evaluation.branch!(block);
    t.true(
      Math.abs(kept / steps - share) < 4 * Math.sqrt((share * (1 - share)) / steps),
      `${block.index}: ${kept}`,
    );
  }
});

test('early stopping remembers each new best, and stops after epochs without one', async t => {
  const { afterEpoch } = await only('early-stopping=2');
  const errors = [80, 60, 50, 55, 50];
  const epochs = errors.map((valErrorPct, epoch): EpochErrors => ({ epoch, trainErrorPct: 0, valErrorPct }));
  t.deepEqual(
    errors.map((_, last) => afterEpoch(epochs.slice(0, last + 1))),
    [
      { remember: true, stop: false },
      { remember: true, stop: false },
      { remember: true, stop: false },
      { remember: false, stop: false },
      // As good is no better.
      { remember: false, stop: true },
    ],
  );
});

test('an empty arm changes nothing, and asks for nothing between layers', t => {
  const none = regularization([], 1);
  const tensor = tf.ones<tf.Rank.R2>([2, 2]);
  const step = none.atStep(0);
  t.is(step.pass.features!(tensor), tensor);
  t.deepEqual(step.batch({ inputs: images, targets }), { inputs: images, targets });
  t.is(step.gradients(new Map([['w', tensor]]), new Map([['w', tensor]])).get('w'), tensor);
  t.deepEqual(none.hooks, { training: ['features'], evaluation: [] });
  t.deepEqual(Object.keys(step.pass), ['features']);
  t.deepEqual(none.evaluation, {});
  t.deepEqual(none.afterEpoch([]), { remember: false, stop: false });
});

test('what one regularizer draws does not depend on others beside it', async t => {
  const ones = tf.ones<tf.Rank.R2>([4, 16]);
  const alone = (await only('dropout=0.5')).atStep(7).pass.features!(ones).dataSync();
  const step = (await only('mixup+cutout+dropout=0.5')).atStep(7);
  step.batch({ inputs: images, targets });
  t.deepEqual(step.pass.features!(ones).dataSync(), alone);
});
