import test from 'ava';
import { parameterCount } from '../../../src/evidence/claims/parameter-count.ts';
import { makeRun } from '../../reports/fixtures.ts';
import { evaluated } from './claims.ts';

const claim = parameterCount({
  network: 'ResNet-20',
  isOne: ({ kind, depth }) => kind === 'residual' && depth === 20,
  count: 269_722,
});
const run = (parameters: number, depth = 20) =>
  makeRun({ kind: 'residual', depth, seed: 1, epochs: 1, record: { parameters } });

test('the count in every run supports it, whatever other networks have', t => {
  const { result, measured } = evaluated(claim, [run(269_722), run(1, 56)]);
  t.deepEqual([result.verdict, result.effect, result.n], ['supported', 0, 1]);
  t.is(result.statement, 'ResNet-20 has 269,722 trainable parameters.');
  t.is(measured, 'ResNet-20 has 269,722 parameters');
});

test('one parameter more, or less, refutes it', t => {
  for (const wrong of [269_721, 269_723]) {
    const { result, measured } = evaluated(claim, [run(269_722), run(wrong)]);
    t.deepEqual([result.verdict, result.effect], ['refuted', 1]);
    t.is(measured, 'ResNet-20 has 1 parameters more or fewer than 269,722');
  }
});

test('without the network, or before it was built, it is open', t => {
  for (const runs of [[], [run(1, 56)], [run(0)]]) {
    t.is(evaluated(claim, runs).result.verdict, 'inconclusive');
  }
});
