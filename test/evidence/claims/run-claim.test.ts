import test from 'ava';
import { deepest, runClaim, shallowestAndDeepest } from '../../../src/evidence/claims/run-claim.ts';
import { claimResultSchema, type RunResult } from '../../../src/results/schema.ts';
import { cutShort, makeRun } from '../../reports/fixtures.ts';
import { evaluated } from './claims.ts';

/** Runs of one seed each whose only block signal is that number. */
function runs(depth: number, numbers: readonly number[]): RunResult[] {
  return numbers.map((output_rms, i) => {
    const run = makeRun({ kind: 'residual', depth, seed: i + 1, epochs: 1 });
    return { ...run, blocks: [{ ...run.blocks[0]!, output_rms }] };
  });
}

const words = {
  id: 'size',
  unit: 'units',
  generic: ['one network', 'another'],
  value: (run: RunResult) => run.blocks[0]?.output_rms ?? null,
  valueInWords: 'size',
  statement: (...names: string[]) => `About ${names.join(' and ')}.`,
  measured: (effect: number, ...names: string[]) => `${names.join(' and ')}: ${effect}`,
} as const;
const alone = runClaim({ ...words, networks: deepest('residual', ''), side: 'atMost', threshold: 1 });
const compared = runClaim({
  ...words,
  networks: shallowestAndDeepest('residual', ''),
  side: 'above',
  threshold: 0,
});

test('of one network, its own numbers count', t => {
  const { result, measured } = evaluated(alone, [...runs(8, [7, 7, 7]), ...runs(20, [0.4, 0.5, 0.6])]);
  t.deepEqual([result.effect, result.n, result.verdict], [0.5, 3, 'supported']);
  t.deepEqual([result.statement, measured], ['About residual-20.', '20 residual layers: 0.5']);
  t.notThrows(() => claimResultSchema.parse(result));
});

test('of two, the difference of each seed counts', t => {
  const all = [...runs(8, [3, 4, 5, 6]), ...runs(14, [9, 9, 9]), ...runs(20, [1, 1.9, 3])];
  const { result } = evaluated(compared, all);
  t.is(result.statement, 'About residual-8 and residual-20.');
  t.deepEqual([result.effect, result.n, result.verdict], [2.0333, 3, 'supported']);
  t.regex(result.rule, /size, of residual-8 minus that of residual-20, paired by seed/);
});

test('a run that diverged leaves it open, and so does a missing network', t => {
  const [first, ...others] = runs(20, [0.4, 0.5, 0.6]);
  const found = evaluated(alone, [cutShort(first!, 'diverged', 1), ...others]);
  t.deepEqual([found.result.n, found.result.verdict], [2, 'inconclusive']);
  t.regex(found.notes.join(' '), /1 compared run diverged: no verdict/);
  const far = [cutShort(first!, 'diverged', 1), ...runs(20, [0, 7, 7.1]).slice(1)];
  t.is(evaluated(alone, far).result.verdict, 'inconclusive');
  for (const claim of [alone, compared]) {
    const { result, notes } = evaluated(claim, []);
    t.deepEqual([result.n, result.verdict, notes.length], [0, 'inconclusive', 1]);
    t.regex(result.statement, /About one network/);
  }
  t.is(evaluated(compared, runs(20, [1, 2])).result.n, 0);
});

test('equal numbers of unknown spread have no interval, and a seed without a number leaves no verdict', t => {
  const equal = evaluated(alone, runs(20, [0.5, 0.5, 0.5]));
  t.like(equal.result, { n: 3, effect: 0.5, ci_low: null, ci_high: null, verdict: 'inconclusive' });
  t.regex(equal.notes.join(' '), /no spread to judge by/);
  const [first, ...others] = runs(20, [0.4, 0.5, 0.6]);
  const lacking = evaluated(alone, [{ ...first!, blocks: [] }, ...others]);
  t.like(lacking.result, { n: 2, verdict: 'inconclusive' });
  t.regex(lacking.notes.join(' '), /1 seed finished without this number/);
});

test('a failed run of either network, or a pair computed in different ways, leaves no verdict', t => {
  const all = [...runs(8, [3, 4, 5]), ...runs(20, [1, 1.9, 3])];
  t.is(evaluated(compared, all).result.verdict, 'supported');
  for (const index of [0, 5]) {
    const run = all[index]!;
    const engine = { ...run.record.engine, arithmetic: 'another' };
    for (const changed of [cutShort(run, 'failed', 1), { ...run, record: { ...run.record, engine } }]) {
      const { result } = evaluated(
        compared,
        all.map((other, i) => (i === index ? changed : other)),
      );
      t.like(result, { n: 2, verdict: 'inconclusive' });
    }
  }
});
