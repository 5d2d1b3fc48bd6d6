import test from 'ava';
import { degradation } from '../../../src/evidence/claims/degradation.ts';
import { claimResultSchema } from '../../../src/results/schema.ts';
import { cutShort, makeRun } from '../../reports/fixtures.ts';
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

test('pairing by seed cancels what the seeds have in common, down to what so few images allow', t => {
  // Differences are exactly 1 although the seeds lie 2 points apart.
  const { result } = evaluate(51, [0, 1, 2]);
  t.is(result.effect, 1);
  // Two errors of about 51 % on 2,000 images: 1.58 points a seed; 1.96 of that over the root of 3 seeds.
  t.true(Math.abs(result.ci_high! - (1 + (1.96 * 1.58) / Math.sqrt(3))) < 0.01);
  t.is(result.verdict, 'inconclusive');
});

test('a falling training error refutes it, scattered differences leave it open', t => {
  t.is(evaluate(40, [0, 1.5, 1.8]).result.verdict, 'refuted');
  t.is(evaluate(50, [-9, 9, 3]).result.verdict, 'inconclusive');
});

test('the smallest gap that counts is part of statement and verdict', t => {
  t.is(evaluate(57, [0, 1, 2], { minimumGap: 10 }).result.verdict, 'refuted');
  t.is(evaluate(63, [0, 1, 2], { minimumGap: 10 }).result.verdict, 'supported');
  t.regex(String(evaluate(51, [0, 1, 2], { minimumGap: 1 }).result.statement), /more than 1 points/);
});

test('one seed shows its effect and decides nothing', t => {
  const runs = [...shallow.slice(0, 1), ...runsEndingAt('plain', 56, around(75, [0]))];
  const { result, notes, measured } = evaluated(degradation(), runs);
  t.is(result.verdict, 'inconclusive');
  t.deepEqual([result.effect, result.ci_low, result.ci_high, result.n], [25, null, null, 1]);
  t.true(notes.includes('One seed: direction only.'));
  t.is(measured, '56 plain layers end at 75.0 % training error, 20 at 50.0 %');
});

test('a pair that has not ended is left out and counted', t => {
  const deep = runsEndingAt('plain', 56, around(70, [0, 1, 2]));
  const runs = [...shallow, ...deep.slice(0, 2), cutShort(deep[2]!, 'running', 1)];
  const { result, notes } = evaluated(degradation(), runs);
  t.is(result.n, 2);
  t.is(result.verdict, 'supported');
  t.true(notes.includes('2 of 3 pairs of seeds have ended.'));
});

test('a failed run leaves no verdict, and says so', t => {
  const deep = runsEndingAt('plain', 56, around(70, [0, 1, 2]));
  for (const failed of [0, 1, 2]) {
    const runs = [...shallow, ...deep.map((run, i) => (i === failed ? cutShort(run, 'failed', 1) : run))];
    const { result, notes } = evaluated(degradation(), runs);
    t.deepEqual([result.n, result.verdict], [2, 'inconclusive']);
    t.true(notes.includes('1 compared run failed: no verdict.'));
  }
});

test('a deep network that diverged supports that it is worse, if it is so with the worst finished error too', t => {
  const broken = (deep: number, count: number) => {
    const runs = runsEndingAt('plain', 56, around(deep, [0, 1.2, 1.7, 2.1]));
    return evaluated(degradation(), [
      ...runsEndingAt('plain', 20, around(50, [0, 1, 2, 2.5])),
      ...runs.map((run, i) => (i < count ? cutShort(run, 'diverged', 1) : run)),
    ]);
  };
  const { result, notes } = broken(70, 1);
  t.is(result.verdict, 'supported');
  t.is(result.n, 4);
  t.regex(notes.join(' '), /1 compared run diverged: the interval spans/);
  // The worst finished error gives a rise near 20, chance one of 40 in a seed: the interval reaches from one to the other.
  t.true(result.ci_low! < 20 && result.ci_high! > 40);
  // Worse by divergence alone: with the worst finished error in its place nothing rises.
  t.is(broken(50, 1).result.verdict, 'inconclusive');
});

test('a shallow network that diverged keeps the deep one from being called better for certain', t => {
  const all = [
    ...runsEndingAt('plain', 20, around(50, [0, 1, 2])),
    ...runsEndingAt('plain', 56, around(40, [0, 1, 2])),
  ];
  t.is(evaluated(degradation(), all).result.verdict, 'refuted');
  const broken = all.map((run, i) => (i === 4 ? cutShort(run, 'diverged', 1) : run));
  t.is(evaluated(degradation(), broken).result.verdict, 'inconclusive');
});

test('where all deep networks diverged, or all of both, nothing is supported without spread', t => {
  const deep = runsEndingAt('plain', 56, around(70, [0, 1, 2])).map(run => cutShort(run, 'diverged', 1));
  const { result } = evaluated(degradation(), [...shallow, ...deep]);
  t.is(result.verdict, 'inconclusive');
  t.true(result.ci_high! - result.ci_low! > 1);
  const none = evaluated(degradation(), [
    ...shallow.map(run => cutShort(run, 'diverged', 1)),
    ...deep,
  ]).result;
  t.deepEqual([none.verdict, none.effect, none.n], ['inconclusive', null, 0]);
});

test('networks at chance, or without an error, decide nothing', t => {
  const both = (first: number, second: number, offsets = [0, 0.1, 0.2]) =>
    evaluated(degradation(), [
      ...runsEndingAt('plain', 20, around(first, offsets)),
      ...runsEndingAt('plain', 56, around(second, offsets)),
    ]);
  // Three standard errors of 2,000 images are 2 points.
  t.is(both(88.3, 89.9).result.verdict, 'inconclusive');
  t.regex(both(88.3, 89.9).notes.join(' '), /Neither network has learned anything that shows/);
  t.is(both(80, 89.9).result.verdict, 'supported');
  t.regex(both(0, 0, [0, 0, 0]).notes.join(' '), /Neither network errs at all/);
  t.is(both(0, 0, [0, 0, 0]).result.verdict, 'inconclusive');
});

test('runs that were computed in different ways are not paired, and are named', t => {
  const deep = runsEndingAt('plain', 56, around(70, [0, 1, 2]));
  const engine = { ...deep[0]!.record.engine, arithmetic: 'wasm-1234' };
  const other = { ...deep[0]!, record: { ...deep[0]!.record, engine } };
  const { result, notes } = evaluated(degradation(), [...shallow, other, ...deep.slice(1)]);
  t.deepEqual([result.n, result.verdict], [2, 'inconclusive']);
  const told = notes.join(' ');
  for (const part of [other.record.id, shallow[0]!.record.id, 'wasm-1234', 'native (avx512)', '--fresh']) {
    t.true(told.includes(part), part);
  }
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
