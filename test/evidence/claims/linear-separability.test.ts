import test from 'ava';
import { linearSeparability } from '../../../src/evidence/claims/linear-separability.ts';
import { claimResultSchema, type RunResult } from '../../../src/results/schema.ts';
import { cutShort, makeRun } from '../../reports/fixtures.ts';
import { evaluated } from './claims.ts';

/** A run whose linear classifiers have these errors: two blocks a stage behind the stem. */
function runWith(seed: number, errors: readonly number[]): RunResult {
  const run = makeRun({ kind: 'residual', depth: 14, seed, epochs: 2 });
  const row = run['linear-classifiers'][0]!;
  const last = errors.map((error, block) => ({
    ...row,
    block_index: block,
    block_name: block === 0 ? 'stem' : `stage${Math.ceil(block / 2)}/block${2 - (block % 2)}`,
    linear_error_pct: error,
  }));
  return { ...run, 'linear-classifiers': last };
}

const network = { kind: 'residual', depth: 14 } as const;
const claimOf = (measure: 'fall' | 'order' | 'fallInLastStage') =>
  linearSeparability({ id: measure, network, measure });
const resultOf = (measure: 'fall' | 'order' | 'fallInLastStage', runs: readonly RunResult[]) =>
  evaluated(claimOf(measure), runs).result;

const falling = [
  runWith(1, [70, 68, 66, 60, 59, 55, 50]),
  runWith(2, [71, 69, 67, 61, 60, 55, 51]),
  runWith(3, [72, 70, 68, 62, 61, 55, 49]),
];

test('the fall is from the stem to the last block', t => {
  const result = resultOf('fall', falling);
  t.deepEqual([result.effect, result.n, result.verdict], [21, 3, 'supported']);
  t.is(
    result.statement,
    'Features of residual-14 grow more separable: a linear classifier errs less after the last block than after the stem.',
  );
  t.notThrows(() => claimResultSchema.parse(result));
});

test('in the last stage it is from its first block', t => {
  t.deepEqual(resultOf('fallInLastStage', falling).effect, 5);
  const level = falling.map((_, i) => runWith(i + 1, [90, 80, 70, 60, 55, 50, 50]));
  t.like(resultOf('fallInLastStage', level), { effect: 0, verdict: 'inconclusive' });
  const rising = falling.map((_, i) => runWith(i + 1, [90, 80, 70, 60, 55, 50, 60 + i]));
  t.is(resultOf('fallInLastStage', rising).verdict, 'refuted');
});

test('the order is 1 where each block does better than the one before, and −1 where each does worse', t => {
  t.like(resultOf('order', falling), { effect: 1, verdict: 'supported', unit: 'rank correlation' });
  const rising = falling.map((_, i) => runWith(i + 1, [50, 51, 52, 53, 54, 60, 61]));
  t.like(resultOf('order', rising), { effect: -1, verdict: 'refuted' });
  const level = falling.map((_, i) => runWith(i + 1, [50, 50, 50, 50, 50, 50, 50]));
  t.like(resultOf('order', level), { effect: 0, verdict: 'inconclusive' });
});

test('errors that rise from end to end refute the fall; seeds that disagree decide nothing', t => {
  t.is(resultOf('fall', [runWith(1, [50, 60]), runWith(2, [50, 61])]).verdict, 'refuted');
  t.is(resultOf('fall', [runWith(1, [50, 60]), runWith(2, [60, 50])]).verdict, 'inconclusive');
});

test('only finished runs of the network count, and what is missing is said', t => {
  const other = makeRun({ kind: 'plain', depth: 14, seed: 1, epochs: 2 });
  const running = cutShort(falling[2]!, 'running', 1);
  const { result, notes } = evaluated(claimOf('fall'), [other, falling[0]!, running]);
  t.deepEqual([result.effect, result.n, result.verdict], [20, 1, 'inconclusive']);
  t.deepEqual(notes, ['One seed: direction only.']);
  t.deepEqual(evaluated(claimOf('fall'), [other]).notes, ['There is no run of residual-14.']);
});

test('without the number of a run that diverged there is no verdict', t => {
  const diverged = cutShort(falling[2]!, 'diverged', 1);
  const { result, notes } = evaluated(claimOf('fall'), [falling[0]!, falling[1]!, diverged]);
  t.is(result.verdict, 'inconclusive');
  t.deepEqual(notes, ['1 compared run diverged: no verdict.']);
});
