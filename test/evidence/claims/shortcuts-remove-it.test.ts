import test from 'ava';
import { shortcutsRemoveIt } from '../../../src/evidence/claims/shortcuts-remove-it.ts';
import { cutShort } from '../../reports/fixtures.ts';
import { around, evaluated, runsEndingAt } from './claims.ts';

const shallow = runsEndingAt('residual', 20, around(40, [0, 1]));
const verdict = (deep: number, options = {}) =>
  evaluated(shortcutsRemoveIt(options), [...shallow, ...runsEndingAt('residual', 56, around(deep, [0, 1]))])
    .result.verdict;

test('a deeper residual network may be better by any amount, or worse by the margin', t => {
  t.is(verdict(20), 'supported');
  t.is(verdict(39), 'supported');
  t.is(verdict(42), 'inconclusive');
  t.is(verdict(46), 'refuted');
  t.is(verdict(46, { margin: 10 }), 'supported');
});

test('an interval across the margin decides nothing', t => {
  const runs = [...shallow, ...runsEndingAt('residual', 56, around(41, [0, 3]))];
  t.is(evaluated(shortcutsRemoveIt(), runs).result.verdict, 'inconclusive');
});

test('a residual network that diverged cannot pass by its absence', t => {
  const deep = runsEndingAt('residual', 56, around(30, [0, 1, 2]));
  const runs = [
    ...runsEndingAt('residual', 20, around(40, [0, 1, 2])),
    ...deep.slice(0, 2),
    cutShort(deep[2]!, 'diverged', 1),
  ];
  t.is(evaluated(shortcutsRemoveIt(), runs).result.verdict, 'inconclusive');
});
