import test from 'ava';
import { boundClaim } from '../../../src/evidence/claims/bound-claim.ts';
import { degradationInEveryVariant } from '../../../src/evidence/claims/degradation-in-every-variant.ts';
import { errorDifference } from '../../../src/evidence/claims/error-difference.ts';
import { gradientSlope, slopeClaim } from '../../../src/evidence/claims/gradient-slope.ts';
import { learns } from '../../../src/evidence/claims/learns.ts';
import { variantCompared } from '../../../src/evidence/claims/variant-compared.ts';
import type { Text } from '../../../src/language/phrase.ts';
import { type BlockRow, claimResultSchema, type RunResult } from '../../../src/results/schema.ts';
import type { Kind, RunConfig } from '../../../src/run/config.ts';
import { cutShort, makeRun } from '../../reports/fixtures.ts';
import { evaluated } from './claims.ts';

const dropout: Partial<RunConfig> = { regularizers: [{ name: 'dropout', options: { rate: 0.2 } }] };

/** One run a seed with these final errors, with dropout if it is `dropped`. */
function runs(kind: Kind, depth: number, errors: readonly number[], dropped = false): RunResult[] {
  return errors.map((train, i) =>
    makeRun({
      kind,
      depth,
      seed: i + 1,
      epochs: 2,
      config: dropped ? dropout : {},
      final: { train, test: train + (dropped ? 2 : 5) },
    }),
  );
}

const everything = [
  ...runs('plain', 20, [50, 51, 52]),
  ...runs('plain', 56, [70, 71, 72.5]),
  ...runs('plain', 20, [52, 53, 54], true),
  ...runs('plain', 56, [62, 63, 64.5], true),
];

test('a difference is that of the two networks that are named, variants and all', t => {
  const claim = errorDifference({
    id: 'dropout',
    first: { kind: 'plain', depth: 56, variant: '' },
    second: { kind: 'plain', depth: 56, variant: 'dropout 0.2' },
    statement: (first, second) => `${first} ends above ${second}.`,
    side: 'above',
    threshold: 0,
  });
  const { result, notes } = evaluated(claim, everything);
  t.deepEqual([result.effect, result.n, result.verdict], [8, 3, 'supported']);
  t.is(result.statement, 'plain-56 ends above plain-56 with dropout 0.2.');
  t.deepEqual(notes, []);
  t.notThrows(() => claimResultSchema.parse(result));
});

test('the gap is test minus training error', t => {
  const claim = errorDifference({
    id: 'gap',
    first: { kind: 'plain', depth: 56, variant: '' },
    second: { kind: 'plain', depth: 56, variant: 'dropout 0.2' },
    measure: 'gap',
    statement: (first, second) => `${first} has a wider gap than ${second}.`,
    side: 'above',
    threshold: 0,
  });
  t.is(evaluated(claim, everything).result.effect, 3);
});

test('a network that did not run is named', t => {
  const claim = errorDifference({
    id: 'missing',
    first: { kind: 'residual', depth: 56, variant: '' },
    second: { kind: 'plain', depth: 56, variant: '' },
    statement: first => first,
    side: 'above',
    threshold: 0,
  });
  const { result, notes } = evaluated(claim, everything);
  t.deepEqual([result.verdict, result.effect, result.n], ['inconclusive', null, 0]);
  t.deepEqual(notes, ['There is no run of residual-56.']);
});

const gated = (errors: readonly number[], depth = 20): RunResult[] =>
  errors.map((train, i) =>
    makeRun({
      kind: 'residual',
      depth,
      seed: i + 1,
      epochs: 2,
      config: { network: { width: 8, shortcut: 'gated', batchNorm: true } },
      final: { train, test: train },
    }),
  );
const identity = [...runs('residual', 20, [40, 41, 43]), ...runs('residual', 32, [38, 39, 40])];

test('a variant is compared with the paper’s network of the deepest depth that both have', t => {
  const worse = variantCompared({ id: 'gate', variant: 'gated shortcut', claim: 'worse', title: 'A gate' });
  const { result, notes } = evaluated(worse, [...identity, ...gated([50, 51, 52.5])]);
  t.is(
    result.statement,
    'A gate: residual-20 with gated shortcut ends with a higher training error than residual-20.',
  );
  t.deepEqual([result.verdict, result.n], ['supported', 3]);
  t.true(Math.abs(result.effect! - (10 + 10 + 9.5) / 3) < 1e-3);
  t.deepEqual(notes, []);
  const deeper = evaluated(worse, [...identity, ...gated([50, 51]), ...gated([30, 31, 32.5], 32)]);
  t.regex(String(deeper.result.statement), /residual-32 with gated shortcut/);
  t.is(deeper.result.verdict, 'refuted');
});

test('a variant may be worse by a margin and still be no worse', t => {
  const noWorse = variantCompared({
    id: 'gate',
    variant: 'gated shortcut',
    claim: { noWorseThan: 2 },
    title: 'A gate',
  });
  const verdict = (errors: readonly number[]) =>
    evaluated(noWorse, [...identity, ...gated(errors)]).result.verdict;
  t.is(verdict([39, 40, 42.1]), 'supported');
  t.is(verdict([41, 42, 44.1]), 'inconclusive');
  t.is(verdict([20, 21, 23.1]), 'supported');
  t.is(verdict([50, 51, 53.1]), 'refuted');
  t.is(verdict([38, 43, 44]), 'inconclusive');
});

test('where a variant and the paper’s network share no depth, nothing is compared', t => {
  const claim = variantCompared({ id: 'gate', variant: 'gated shortcut', claim: 'worse', title: 'A gate' });
  const { result, notes } = evaluated(claim, [...identity, ...gated([50], 56)]);
  t.deepEqual([result.verdict, result.effect], ['inconclusive', null]);
  t.deepEqual(notes, ['The runs hold no two networks to compare.']);
});

const everyVariant = degradationInEveryVariant({ shallow: 20, deep: 56, variantWith: '' });

test('in every variant the rise must be shown; the one with the least is told', t => {
  const { result, notes, level } = evaluated(everyVariant, everything);
  t.is(result.n, 3);
  t.true(Math.abs(result.effect! - (10 + 10 + 10.5) / 3) < 1e-3);
  t.is(result.verdict, 'supported');
  t.is(level, 0.95);
  t.regex(result.statement, /each of 2 variants/);
  t.regex(notes.join(' '), /nothing added: \+20\.2 points, .* dropout 0\.2: \+10\.2 points, /);
  t.notThrows(() => claimResultSchema.parse(result));
});

test('the smallest rise of each seed is not what counts: variants that all rise by chance unequally stay', t => {
  // Each rises by 12 points on average; of each seed the smallest by 2.
  const uneven = [
    ...runs('plain', 20, [50, 50, 50, 50]),
    ...runs('plain', 56, [52, 72, 52, 72]),
    ...runs('plain', 20, [50, 50, 50, 50], true),
    ...runs('plain', 56, [72, 52, 72, 52], true),
  ];
  const { result } = evaluated(everyVariant, uneven);
  t.deepEqual([result.effect, result.verdict], [12, 'inconclusive']);
});

test('one variant without a rise refutes it, at the level divided by the number of variants', t => {
  const cured = runs('plain', 56, [41, 42, 43.5], true);
  const { result, level } = evaluated(everyVariant, [...everything.slice(0, 9), ...cured]);
  t.is(result.verdict, 'refuted');
  t.true(Math.abs(level! - 0.975) < 1e-12);
  t.true(Math.abs(result.effect! + (11 + 11 + 10.5) / 3) < 1e-3);
});

test('a variant that lost a run, or has no pair, leaves no verdict about each of them', t => {
  const failed = [...everything.slice(0, -1), cutShort(everything.at(-1)!, 'failed', 1)];
  const found = evaluated(everyVariant, failed);
  t.is(found.result.verdict, 'inconclusive');
  t.regex(found.notes.join(' '), /dropout 0\.2: 1 compared run failed: no verdict/);
  const without = evaluated(everyVariant, everything.slice(0, 9));
  t.is(without.result.verdict, 'inconclusive');
  t.regex(without.result.statement, /each of 2 variants/);
  t.regex(without.notes.join(' '), /dropout 0\.2: There is no run of plain-56 with dropout 0\.2/);
});

test('a deep run that diverged does not keep a variant from showing its rise', t => {
  const deep = runs('plain', 56, [82, 83, 84, 85], true);
  const broken = [
    ...everything.slice(0, 6),
    ...runs('plain', 20, [52, 53, 54, 55], true),
    ...deep.map((run, i) => (i === 3 ? cutShort(run, 'diverged', 1) : run)),
  ];
  t.is(evaluated(everyVariant, broken).result.verdict, 'supported');
});

/** Runs whose gradient has that slope in powers of ten per layer, before training and after one step. */
function sloped(slopes: readonly (readonly [before: number, after: number])[], config = {}): RunResult[] {
  return slopes.map(([before, after], i) => {
    const run = makeRun({ kind: 'plain', depth: 8, seed: i + 1, epochs: 1, config });
    const rows = (step: number, slope: number): BlockRow[] =>
      [0, 1, 2, 3].map(block => ({
        ...run.blocks[0]!,
        step,
        block_index: block,
        gradient_norm: 10 ** (2 * block * slope - 3),
      }));
    return { ...run, blocks: [...rows(0, before), ...rows(1, after)] };
  });
}

test('the slope of a gradient that shrinks tenfold every ten layers is 0.1', t => {
  const [run] = sloped([[0.1, -0.2]]);
  t.true(Math.abs(gradientSlope(run!, 0)! - 0.1) < 1e-12);
  t.true(Math.abs(gradientSlope(run!, 1)! + 0.2) < 1e-12);
  t.is(gradientSlope(run!, 7), undefined);
});

test('slopes of one seed are compared between steps and between variants', t => {
  const network = { kind: 'plain', depth: 8, variant: '' } as const;
  const all = [
    ...sloped([
      [-0.2, -0.1],
      [-0.21, -0.1],
    ]),
    ...sloped([[0.5, 0.5]], dropout),
  ];
  const options = {
    id: 'slope',
    network,
    statement: (name: Text) => `Gradients calm down (${name}).`,
    effectInWords: 'difference',
  } as const;
  const calmer = slopeClaim({
    ...options,
    value: at => Math.abs(at(0)) - Math.abs(at(1)),
    side: 'above',
    threshold: 0,
  });
  const { result } = evaluated(calmer, all);
  t.true(Math.abs(result.effect! - 0.105) < 1e-9);
  t.deepEqual([result.n, result.statement], [2, 'Gradients calm down (plain-8).']);
  const against = slopeClaim({
    ...options,
    value: at => at(0, 'dropout 0.2') - at(0),
    side: 'above',
    threshold: 0,
  });
  // The second seed has no twin.
  t.deepEqual([evaluated(against, all).result.effect, evaluated(against, all).result.n], [0.7, 1]);
});

test('a network has begun to learn if it is better than guessing, and one that diverged has not', t => {
  const network = { kind: 'plain', depth: 8, variant: '' } as const;
  const ending = (...errors: number[]) => runs('plain', 8, errors);
  const verdict = (all: RunResult[], expected: boolean) =>
    evaluated(learns({ id: 'learns', network, expected }), all).result.verdict;
  t.is(verdict(ending(60, 61, 62), true), 'supported');
  t.is(verdict(ending(89, 90, 89), true), 'refuted');
  t.is(verdict(ending(89, 90, 89), false), 'supported');
  // Worst finished error or chance: either way it has not begun to learn.
  const broken = ending(89, 90, 89.5).map((run, i) => (i === 2 ? cutShort(run, 'diverged', 1) : run));
  t.is(verdict(broken, false), 'supported');
  // Learned in two seeds, lost in one: it depends on what stands for that.
  const mixed = ending(60, 61, 60.5).map((run, i) => (i === 2 ? cutShort(run, 'diverged', 1) : run));
  t.is(verdict(mixed, true), 'inconclusive');
  const none = ending(50, 50, 50).map(run => cutShort(run, 'diverged', 1));
  const { result, notes } = evaluated(learns({ id: 'learns', network, expected: false }), none);
  t.deepEqual([result.effect, result.n, result.verdict], [null, 0, 'inconclusive']);
  t.deepEqual(notes, ['3 of 3 runs diverged.']);
});

test('a bound holds if it holds in the worst run', t => {
  const claim = boundClaim({
    id: 'small',
    statement: 'Errors are small.',
    unit: 'percent',
    effectInWords: 'final training error',
    side: 'atMost',
    bound: 60,
    isAbout: ({ kind }) => kind === 'plain',
    value: run => run.epochs.at(-1)!.train_error_pct,
    measured: worst => `at most ${worst}`,
  });
  t.like(evaluated(claim, runs('plain', 8, [50, 60])).result, {
    verdict: 'supported',
    effect: 60,
    n: 2,
  });
  t.like(evaluated(claim, runs('plain', 8, [50, 61])).result, { verdict: 'refuted', effect: 61 });
  t.like(evaluated(claim, runs('residual', 8, [50])).result, { verdict: 'inconclusive', n: 0 });
});

test('a run that ended without the number, or with what is none, keeps a bound from being supported', t => {
  const claim = boundClaim({
    id: 'small',
    statement: 'Errors are small.',
    unit: 'percent',
    effectInWords: 'final training error',
    side: 'atMost',
    bound: 60,
    isAbout: ({ kind }) => kind === 'plain',
    value: run => (run.record.status === 'finished' ? run.epochs.at(-1)!.train_error_pct : null),
    measured: worst => `at most ${worst}`,
  });
  const all = runs('plain', 8, [50, 60, 55]);
  for (const status of ['failed', 'diverged'] as const) {
    const { result, notes } = evaluated(claim, [cutShort(all[0]!, status, 1), ...all.slice(1)]);
    t.like(result, { verdict: 'inconclusive', effect: 60, n: 2 });
    t.deepEqual(notes, ['1 run ended without this number.']);
  }
  t.is(evaluated(claim, [cutShort(all[0]!, 'running', 1), ...all.slice(1)]).result.verdict, 'supported');
  t.is(evaluated(claim, runs('plain', 8, [50, Number.NaN])).result.verdict, 'inconclusive');
  const failed = cutShort(all[0]!, 'failed', 1);
  t.is(evaluated(claim, [failed, ...runs('plain', 8, [70, 61]).slice(1)]).result.verdict, 'refuted');
});
