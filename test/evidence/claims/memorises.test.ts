import test from 'ava';
import { memorises } from '../../../src/evidence/claims/memorises.ts';
import { cutShort, makeRun } from '../../reports/fixtures.ts';
import { around, evaluated, runsEndingAt } from './claims.ts';

const claim = memorises({ network: 'ResNet-50', isOne: ({ depth }) => depth === 50 });

test('no error on the training images in any run supports it', t => {
  const runs = [
    ...runsEndingAt('residual', 50, around(0, [0, 0])),
    ...runsEndingAt('residual', 20, around(40, [0])),
  ];
  const { result, measured } = evaluated(claim, runs);
  t.deepEqual([result.verdict, result.effect, result.n], ['supported', 0, 2]);
  t.is(measured, 'ResNet-50 ends with 0.0 % error on the images that it was trained on');
});

test('one run that knows one image less refutes it, and so does one that diverged', t => {
  const known = runsEndingAt('residual', 50, around(0, [0]));
  const refuted = [
    [...known, ...runsEndingAt('residual', 50, around(10, [0]))],
    [...known, cutShort(makeRun({ kind: 'residual', depth: 50, seed: 2, epochs: 2 }), 'diverged', 1)],
  ];
  for (const runs of refuted) t.is(evaluated(claim, runs).result.verdict, 'refuted');
});

test('a run that has not ended leaves it open', t => {
  const running = cutShort(makeRun({ kind: 'residual', depth: 50, seed: 1, epochs: 2 }), 'running', 1);
  for (const runs of [[], [running]]) t.is(evaluated(claim, runs).result.verdict, 'inconclusive');
});
