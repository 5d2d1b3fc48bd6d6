import test from 'ava';
import { judge } from '../../../src/evidence/claims/interval-claim.ts';

const cases = [
  ['above', 0.01, 2, 'supported'],
  ['above', 0, 2, 'inconclusive'],
  ['above', -1, 2, 'inconclusive'],
  ['above', -2, 0, 'refuted'],
  ['above', -2, 0.01, 'inconclusive'],
  ['atMost', -5, 0, 'supported'],
  ['atMost', -5, 0.01, 'inconclusive'],
  ['atMost', 0, 3, 'inconclusive'],
  ['atMost', 0.01, 3, 'refuted'],
] as const;

for (const [side, low, high, verdict] of cases) {
  test(`with the threshold 0 and the side ${side}, ${low} to ${high} is ${verdict}`, t => {
    t.is(judge({ low, high }, side, 0), verdict);
  });
}

test('without an interval nothing is decided', t => {
  t.is(judge(undefined, 'above', 0), 'inconclusive');
  t.is(judge({ low: null, high: null }, 'above', 0), 'inconclusive');
});
