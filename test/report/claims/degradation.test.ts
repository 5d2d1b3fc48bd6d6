import test from 'ava';
import { degradation } from '../../../src/report/claims/degradation.ts';
import { claimResultSchema } from '../../../src/results/schema.ts';
import { cutShort, makeRun } from '../fixtures.ts';
import { around, evaluated, runsEndingAt } from './claims.ts';

const shallow = runsEndingAt('plain', 20, around(50, [0, 1, 2]));
const evaluate = (deep: number, offsets: readonly number[], options = {}) =>
  evaluated(degradation(options), [...shallow, ...runsEndingAt('plain', 56, around(deep, offsets))]);

test('a training error that rises for every seed by about the same supports degradation', t => {
  const { result, notes } = evaluate(70, [0, 1.5, 1.8]);
  t.is(result.verdict, 'supported');
  t.is(result.n, 3);
  t.true(result.ci_low! < result.effect! && result.effect! < result.ci_high!);
  t.regex(result.statement, /plain-56 .* plain-20/);
  t.deepEqual(notes, []);
  t.notThrows(() => claimResultSchema.parse(result));
});

test('pairing by seed cancels what the seeds have in common', t => {
  // Differences are exactly 1 although the seeds lie 2 points apart.
  const { result } = evaluate(51, [0, 1, 2]);
  t.deepEqual([result.effect, result.ci_low, result.ci_high], [1, 1, 1]);
});

test('a falling training error refutes it, scattered differences leave it open', t => {
  t.is(evaluate(40, [0, 1.5, 1.8]).result.verdict, 'refuted');
  t.is(evaluate(50, [-9, 9, 3]).result.verdict, 'inconclusive');
});

test('the smallest gap that counts is part of statement and verdict', t => {
  t.is(evaluate(51, [0, 1, 2], { minimumGap: 1 }).result.verdict, 'refuted');
  t.is(evaluate(51.5, [0, 1, 2], { minimumGap: 1 }).result.verdict, 'supported');
  t.regex(String(evaluate(51, [0, 1, 2], { minimumGap: 1 }).result.statement), /more than 1 points/);
});

test('one seed shows its effect and decides nothing', t => {
  const runs = [...shallow.slice(0, 1), ...runsEndingAt('plain', 56, around(75, [0]))];
  const { result, notes, measured } = evaluated(degradation(), runs);
  t.is(result.verdict, 'inconclusive');
  t.deepEqual([result.effect, result.ci_low, result.ci_high, result.n], [25, null, null, 1]);
  t.true(notes.includes('One seed: direction only.'));
  t.is(measured, 'plain-56 ends 25.0 points of training error above plain-20');
});

test('seeds without a finished partner are left out and counted', t => {
  const deep = runsEndingAt('plain', 56, around(70, [0, 1, 2]));
  const runs = [...shallow, ...deep.slice(0, 2), cutShort(deep[2]!, 'running', 1)];
  const { result, notes } = evaluated(degradation(), runs);
  t.is(result.n, 2);
  t.is(result.verdict, 'supported');
  t.true(notes.includes('2 of 3 pairs of seeds finished.'));
});

test('a diverged run keeps the claim from being supported', t => {
  const deep = runsEndingAt('plain', 56, around(70, [0, 1, 2]));
  const runs = [...shallow, ...deep.slice(0, 2), cutShort(deep[2]!, 'diverged', 1)];
  const { result, notes } = evaluated(degradation(), runs);
  t.is(result.verdict, 'inconclusive');
  t.regex(notes.join(' '), /1 compared run diverged/);
});

test('one depth, no runs, or a depth that did not run leave nothing to compare', t => {
  for (const [runs, options] of [
    [shallow, {}],
    [[], {}],
    [shallow, { deep: 56 }],
    [shallow, { shallow: 56 }],
  ] as const) {
    const { result, notes } = evaluated(degradation(options), runs);
    t.deepEqual([result.verdict, result.effect, result.n], ['inconclusive', null, 0]);
    t.true(notes.length > 0);
  }
});

test('runs of different budgets are not compared', t => {
  const other = makeRun({ kind: 'plain', depth: 56, seed: 1, epochs: 3 });
  const { result, notes } = evaluated(degradation(), [...shallow, other]);
  t.is(result.effect, null);
  t.regex(notes.join(' '), /differ in more than/);
});

test('the trend over all depths is told beside the verdict', t => {
  const between = runsEndingAt('plain', 32, around(60, [0, 1, 2]));
  const dip = runsEndingAt('plain', 32, around(45, [0, 1, 2]));
  const deep = runsEndingAt('plain', 56, around(70, [0, 1, 2]));
  const trend = (middle: typeof dip) =>
    evaluated(degradation(), [...shallow, ...middle, ...deep]).notes.join(' ');
  t.regex(trend(between), /rises at every step of depth: 51\.0 % at 20, then \+10\.0 at 32, \+10\.0 at 56/);
  t.regex(trend(dip), /does not rise at every step of depth \(not at plain-32\)/);
});
