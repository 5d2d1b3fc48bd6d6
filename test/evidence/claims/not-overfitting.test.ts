import test from 'ava';
import { notOverfitting } from '../../../src/evidence/claims/not-overfitting.ts';
import { type Errors, evaluated, runsEndingAt } from './claims.ts';

const shallow: Errors = [
  { train: 30, test: 35 },
  { train: 31, test: 36.5 },
  { train: 32, test: 36 },
];
const verdict = (deep: Errors) =>
  evaluated(notOverfitting(), [...runsEndingAt('plain', 20, shallow), ...runsEndingAt('plain', 56, deep)])
    .result;

test('a gap that does not widen is no over-fitting, wherever the errors are', t => {
  for (const rise of [-20, 0, 40]) {
    const result = verdict(
      shallow.map(({ train, test }, i) => ({ train: train + rise, test: test + rise - 6 + i / 5 })),
    );
    t.is(result.verdict, 'supported');
    t.true(Math.abs(result.effect! + 5.8) < 1e-3);
  }
});

test('a gap that widens by far more than the margin is over-fitting', t => {
  const result = verdict(shallow.map(({ train, test }, i) => ({ train: train - 5, test: test + 5 + i / 5 })));
  t.is(result.verdict, 'refuted');
});

test('near the margin it is open: test images are few, and the same for all seeds', t => {
  for (const widening of [0.5, 2, 3.5]) {
    const result = verdict(shallow.map(({ train, test }, i) => ({ train, test: test + widening + i / 50 })));
    t.is(result.verdict, 'inconclusive');
    // Two errors of about 36 % on 2,000 images.
    t.true(result.ci_high! - result.effect! > 1.96 * 1.5);
  }
});
