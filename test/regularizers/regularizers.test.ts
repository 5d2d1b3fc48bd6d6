import * as tf from '@tensorflow/tfjs';
import test from 'ava';
import { parseArm, regularization, regularizers } from '../../src/regularizers/index.ts';

const at = { seed: 1, step: 0 };
const only = (text: string) => regularization(parseArm(text));
const gradientsOf = (text: string, gradient: number[], weight: number[]) => {
  const result = only(text).gradients(
    new Map([['w', tf.tensor1d(gradient)]]),
    new Map([['w', tf.tensor1d(weight)]]),
  );
  return [...result.get('w')!.dataSync()];
};
const near = (actual: number[], expected: number[]) =>
  actual.length === expected.length && actual.every((value, i) => Math.abs(value - expected[i]!) < 1e-6);

test.before(() => tf.setBackend('cpu'));

test('l1 adds λ·sign(w) to the gradient', t => {
  t.true(near(gradientsOf('l1=0.1', [1, 1, 1], [2, -3, 0]), [1.1, 0.9, 1]));
});

test('l2 adds λ·w to the gradient', t => {
  t.true(near(gradientsOf('l2=0.1', [1, 1, 1], [2, -3, 0]), [1.2, 0.7, 1]));
});

test('penalties add up and leave parameters without weights alone', t => {
  const bias = tf.tensor1d([5]);
  const result = only('l1=0.1+l2=0.1').gradients(
    new Map([
      ['w', tf.tensor1d([0])],
      ['bias', bias],
    ]),
    new Map([['w', tf.tensor1d([2])]]),
  );
  t.true(near([...result.get('w')!.dataSync()], [0.3]));
  t.is(result.get('bias'), bias);
});

test('gradient clipping scales a long gradient to the limit and leaves a short one', t => {
  t.true(near(gradientsOf('gradient-clipping=1', [3, 4], [0, 0]), [0.6, 0.8]));
  t.true(near(gradientsOf('gradient-clipping=10', [3, 4], [0, 0]), [3, 4]));
});

test('label smoothing keeps the sum of a target at one', t => {
  const smoothed = only('label-smoothing=0.1').targets(tf.tensor2d([[0, 1, 0, 0]]), at);
  t.true(near([...smoothed.dataSync()], [0.025, 0.925, 0.025, 0.025]));
});

test('dropout keeps the mean, and draws another mask at every step, the same for the same step', t => {
  const ones = tf.ones<tf.Rank.R2>([64, 256]);
  const drop = (step: number) => only('dropout=0.3').features(ones, { seed: 1, step }).dataSync<'float32'>();
  const values = drop(0);
  t.true(values.every(value => value === 0 || Math.abs(value - 1 / 0.7) < 1e-6));
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  t.true(Math.abs(mean - 1) < 4 * Math.sqrt(0.3 / 0.7 / values.length));
  t.deepEqual(drop(0), values);
  t.notDeepEqual(drop(1), values);
});

test('an empty arm changes nothing', t => {
  const none = regularization([]);
  const tensor = tf.ones<tf.Rank.R2>([2, 2]);
  t.is(none.features(tensor, at), tensor);
  t.is(none.targets(tensor, at), tensor);
  t.is(none.gradients(new Map([['w', tensor]]), new Map([['w', tensor]])).get('w'), tensor);
});

test('an arm is parsed from names and numbers, with defaults', t => {
  t.deepEqual(parseArm('l1'), [{ name: 'l1', options: { strength: 1e-5 } }]);
  t.deepEqual(parseArm('dropout=0.2+l2=1e-3'), [
    { name: 'dropout', options: { strength: 0.2 } },
    { name: 'l2', options: { strength: 1e-3 } },
  ]);
});

test('a strength out of range is refused with its name and the value', t => {
  for (const text of ['dropout=1', 'l1=-1', 'l2=much', 'label-smoothing=2', 'gradient-clipping=0']) {
    const [name, value] = text.split('=') as [string, string];
    const error = t.throws(() => parseArm(text), { instanceOf: RangeError });
    t.true(error.message.includes(name) && error.message.includes(`"${value}"`), error.message);
  }
});

test('every regularizer works with its default', t => {
  for (const { name } of regularizers) t.notThrows(() => parseArm(name));
});
