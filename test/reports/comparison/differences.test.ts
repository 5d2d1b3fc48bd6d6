import test from 'ava';
import { answerOf, differencesOf } from '../../../src/reports/comparison/differences.ts';
import type { Match } from '../../../src/reports/comparison/matching.ts';
import type { RunResult } from '../../../src/results/schema.ts';
import { cutShort, makeRun } from '../fixtures.ts';

const runs = (errors: readonly number[], depth = 20): RunResult[] =>
  errors.map((train, i) =>
    makeRun({ kind: 'plain', depth, seed: i + 1, epochs: 2, final: { train, test: train + 10 } }),
  );
const match = (first: readonly RunResult[], second: readonly RunResult[], name = 'plain-20'): Match => ({
  name,
  depth: 20,
  first,
  second,
});

// Student's sleep data (1908): ten patients, two drugs; R's t.test(paired = TRUE) gives 1.58 [0.7001142, 2.4598858].
const drug1 = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2];
const drug2 = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];

test('a difference is that of a textbook, at a level for all intervals of the page together', t => {
  const lone = differencesOf([match(runs(drug1), runs(drug2))]);
  t.is(lone.level, 1 - 0.05 / 2);
  const [training, ofTest] = lone.all;
  t.true(Math.abs(training!.estimate!.mean - 1.58) < 1e-9);
  // t quantile 0.9875 with 9 degrees of freedom: 2.685011 (R: qt); standard error 0.3889587.
  t.true(Math.abs(training!.estimate!.low! - (1.58 - 2.685011 * 0.3889587)) < 1e-5);
  t.true(Math.abs(training!.estimate!.high! - (1.58 + 2.685011 * 0.3889587)) < 1e-5);
  t.is(training!.direction, 'higher');
  t.true(Math.abs(ofTest!.estimate!.mean - 1.58) < 1e-9);
  t.is(differencesOf([match(runs([1, 2]), runs([1, 3])), match(runs([1]), runs([2]))]).level, 1 - 0.05 / 2);
});

test('runs are paired by seed; means are of those that finished in both sets', t => {
  const first = runs([40, 50, 60]);
  const second = [...runs([41, 52]).reverse(), cutShort(runs([0, 0, 1])[2]!, 'diverged', 1)];
  const [training] = differencesOf([match(first, second)]).all;
  t.deepEqual(training!.means, [45, 46.5]);
  t.is(training!.estimate!.n, 2);
  t.is(training!.estimate!.mean, 1.5);
});

test('without a common seed there is no difference, and with one no interval', t => {
  const [none] = differencesOf([match(runs([40]), [runs([1, 2])[1]!])]).all;
  t.deepEqual([none!.means, none!.estimate, none!.direction], [null, null, 'open']);
  const [one] = differencesOf([match(runs([40]), runs([30]))]).all;
  t.deepEqual([one!.estimate!.mean, one!.estimate!.low, one!.direction], [-10, null, 'open']);
});

test('the answer names what is higher and what is lower, and nothing else', t => {
  const differences = differencesOf([
    match(runs([40, 41, 42]), runs([30, 31.1, 32]), 'plain-20'),
    match(runs([40, 41, 42]), runs([50, 51.1, 52]), 'plain-56'),
    match(runs([40, 41, 42]), runs([40, 42, 41]), 'plain-8'),
  ]);
  t.is(
    String(answerOf(differences, ['paper', 'mixup'])),
    'With mixup instead of paper: the training error is lower in plain-20 (−10.0 points), higher in plain-56 (+10.0 points); the test error is lower in plain-20 (−10.0 points), higher in plain-56 (+10.0 points).',
  );
  const same = differencesOf([match(runs([40, 41]), runs([41, 40]))]);
  t.is(
    String(answerOf(same, ['a', 'b'])),
    'With b instead of a: no difference in training error is shown; no difference in test error is shown.',
  );
});

test('one seed decides nothing, and says so', t => {
  const one = differencesOf([match(runs([40]), runs([30]))]);
  t.is(String(answerOf(one, ['a', 'b'])), 'One seed: a direction, not a verdict.');
  t.regex(String(answerOf(differencesOf([]), ['a', 'b'])), /No answer yet/);
});
