import test from 'ava';
import { notOverfitting } from '../../../src/report/claims/not-overfitting.ts';
import { type Errors, evaluated, runsEndingAt } from './claims.ts';

const shallow: Errors = [
  { train: 10, test: 15 },
  { train: 11, test: 16 },
];
const verdict = (deep: Errors) =>
  evaluated(notOverfitting(), [...runsEndingAt('plain', 20, shallow), ...runsEndingAt('plain', 56, deep)])
    .result;

test('a rise that is there on the training images is not over-fitting', t => {
  const result = verdict([
    { train: 20, test: 25 },
    { train: 21, test: 26 },
  ]);
  t.is(result.verdict, 'supported');
  t.is(result.effect, 10);
});

test('a test error that rises alone is over-fitting', t => {
  t.is(
    verdict([
      { train: 8, test: 25 },
      { train: 9, test: 26 },
    ]).verdict,
    'refuted',
  );
});

test('a rise of which the larger part is a wider gap is over-fitting too', t => {
  // Training + 2, gap + 3.
  const result = verdict([
    { train: 12, test: 20 },
    { train: 13, test: 21 },
  ]);
  t.deepEqual([result.effect, result.verdict], [-1, 'refuted']);
});

test('a gap that narrows does not turn a falling training error into a rise', t => {
  // Training − 1, gap − 4: the deeper network is simply better.
  const result = verdict([
    { train: 9, test: 10 },
    { train: 10, test: 11 },
  ]);
  t.deepEqual([result.effect, result.verdict], [-1, 'refuted']);
});
