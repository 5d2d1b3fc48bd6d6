import test from 'ava';
import type { Claim, Verdict } from '../../../src/evidence/claims/claim.ts';
import { degradationInEveryVariant } from '../../../src/evidence/claims/degradation-in-every-variant.ts';
import { errorDifference } from '../../../src/evidence/claims/error-difference.ts';
import { slopeClaim } from '../../../src/evidence/claims/gradient-slope.ts';
import { healthyGradients } from '../../../src/evidence/claims/healthy-gradients.ts';
import { learns } from '../../../src/evidence/claims/learns.ts';
import { linearSeparability } from '../../../src/evidence/claims/linear-separability.ts';
import { notOverfitting } from '../../../src/evidence/claims/not-overfitting.ts';
import { deepest, runClaim } from '../../../src/evidence/claims/run-claim.ts';
import { binomialVariance } from '../../../src/evidence/statistics.ts';
import type { Text } from '../../../src/language/phrase.ts';
import { randomStream } from '../../../src/random.ts';
import type { RunResult } from '../../../src/results/schema.ts';
import type { Kind, RunConfig } from '../../../src/run/config.ts';
import { cutShort, makeRun } from '../../reports/fixtures.ts';

/*
 * Runs are drawn from known effects, and it is counted how often a verdict is wrong. Of one claim on a page at most one in
 * twenty may be: `PROMISED`. The tolerance is three standard errors of the share that is counted.
 */
const PROMISED = 0.05;
const TIMES = 400;
const TOLERANCE = 3 * Math.sqrt((PROMISED * (1 - PROMISED)) / TIMES);

/** One claim on the page: each end of its interval may be wrong one time in twenty. */
const level = 1 - 2 * PROMISED;

const bare = new Map<string, RunResult>();

/** A run without rows of its own, made once. */
function bareRun(kind: Kind, depth: number, seed: number, config: Partial<RunConfig> = {}): RunResult {
  const key = `${kind} ${depth} ${seed} ${JSON.stringify(config)}`;
  const known = bare.get(key);
  if (known) return known;
  const run = makeRun({ kind, depth, seed, epochs: 1, config });
  bare.set(key, run);
  return run;
}

function ending(run: RunResult, train: number, over = train + 1): RunResult {
  return { ...run, epochs: [{ ...run.epochs[1]!, train_error_pct: train, test_error_pct: over }] };
}

const atDepth = (kind: Kind, depth: number) => ({ kind, depth, variant: '' });
const compared = { statement: (first: Text) => first } as const;

/** As degradation, and that shortcuts remove it. */
const rises = errorDifference({
  ...compared,
  id: 'rises',
  first: atDepth('plain', 56),
  second: atDepth('plain', 20),
  side: 'above',
  threshold: 0,
});
const staysLevel = errorDifference({
  ...compared,
  id: 'stays-level',
  first: atDepth('residual', 56),
  second: atDepth('residual', 20),
  side: 'atMost',
  threshold: 2,
});

const seedsUpTo = (n: number) => Array.from({ length: n }, (_, i) => i + 1);

/** Share of each verdict over many draws. */
function shares(claim: Claim, draw: (normal: () => number) => readonly RunResult[]) {
  const { normal } = randomStream(1, 'simulation', claim.id, String(draw));
  const counts: Record<Verdict, number> = { supported: 0, refuted: 0, inconclusive: 0 };
  for (let time = 0; time < TIMES; time++) {
    counts[claim.evaluate(draw(normal), { level, comparisons: 1 }).result.verdict] += 1 / TIMES;
  }
  return counts;
}

/** Two networks whose errors differ by `effect`, with spreads of their own and one that each seed gives to both. */
function twoNetworks(
  kind: Kind,
  effect: number,
  { seeds = 4, spreads = [1, 1], common = 2, base = 50 } = {},
) {
  return (normal: () => number) =>
    seedsUpTo(seeds).flatMap(seed => {
      const shared = base + common * normal();
      return [
        ending(bareRun(kind, 20, seed), shared + spreads[0]! * normal()),
        ending(bareRun(kind, 56, seed), shared + effect + spreads[1]! * normal()),
      ];
    });
}

for (const seeds of [2, 4]) {
  for (const spreads of [
    [0, 0.1],
    [1, 1],
    [0.5, 6],
  ]) {
    const draw = (kind: Kind, effect: number) => twoNetworks(kind, effect, { seeds, spreads });
    test(`with ${seeds} seeds and spreads of ${spreads.join(' and ')}, verdicts on either side of a threshold are wrong as seldom as promised`, t => {
      const most = PROMISED + TOLERANCE;
      t.true(shares(rises, draw('plain', 0)).supported <= most);
      t.true(shares(rises, draw('plain', 0.05)).refuted <= most);
      t.true(shares(rises, draw('plain', -2)).supported <= most);
      t.true(shares(staysLevel, draw('residual', 2)).refuted <= most);
      t.true(shares(staysLevel, draw('residual', 2.05)).supported <= most);
    });
  }
}

test('an effect far beyond its threshold is found', t => {
  t.true(shares(rises, twoNetworks('plain', 20)).supported > 0.95);
  t.true(shares(rises, twoNetworks('plain', -20)).refuted > 0.95);
  t.true(shares(staysLevel, twoNetworks('residual', -8)).supported > 0.95);
});

/** As above, but the worst fourth of the deep runs, or of both, diverges. */
function diverging(kind: Kind, effect: number, which: 'deep' | 'both') {
  return (normal: () => number) =>
    seedsUpTo(5).flatMap(seed => {
      const member = (depth: number, centre: number) => {
        const luck = normal();
        const run = ending(bareRun(kind, depth, seed), centre + 3 * luck);
        const breaks = luck > 0.674 && (which === 'both' || depth === 56);
        return breaks ? cutShort(run, 'diverged', 0) : run;
      };
      return [member(20, 50), member(56, 50 + effect)];
    });
}

test('runs that diverge because they go badly make no verdict wrong more often', t => {
  const most = PROMISED + TOLERANCE;
  for (const which of ['deep', 'both'] as const) {
    t.true(shares(rises, diverging('plain', 0, which)).supported <= most);
    t.true(shares(rises, diverging('plain', 0.05, which)).refuted <= most);
    t.true(shares(staysLevel, diverging('residual', 2, which)).refuted <= most);
    t.true(shares(staysLevel, diverging('residual', 2.05, which)).supported <= most);
  }
});

test('where a run failed, whichever, there is never a verdict', t => {
  const draw = twoNetworks('plain', 30);
  let time = 0;
  const { inconclusive } = shares(rises, normal =>
    draw(normal).map((run, i) => (i === time++ % 8 || i === 3 ? cutShort(run, 'failed', 0) : run)),
  );
  t.true(Math.abs(inconclusive - 1) < 1e-9);
});

/** Plain networks of several variants that rise by so much on average. */
function variants(rises: readonly number[], seeds: number) {
  return (normal: () => number) =>
    rises.flatMap((rise, i) => {
      const regularizers = [{ name: 'dropout', options: { rate: (i + 1) / 10 } }];
      return seedsUpTo(seeds).flatMap(seed => [
        ending(bareRun('plain', 20, seed, { regularizers }), 50),
        ending(bareRun('plain', 56, seed, { regularizers }), 50 + rise + 2 * normal()),
      ]);
    });
}

test('each of several variants: what is true of all is seldom refuted, what is false of one seldom supported', t => {
  const claim = degradationInEveryVariant({ shallow: 20, deep: 56, variantWith: 'dropout' });
  const most = PROMISED + TOLERANCE;
  t.true(shares(claim, variants([0.05, 0.05, 0.05], 4)).refuted <= most);
  t.true(shares(claim, variants([1, 1, 1, 1, 1, 1, 1], 4)).refuted <= most);
  t.true(shares(claim, variants([20, 20, 0], 4)).supported <= most);
  t.true(shares(claim, variants([20, 20, 20], 4)).supported > 0.95);
});

test('whether one network has learned is seldom told wrong, near the line and with runs that diverge', t => {
  const network = { kind: 'plain', depth: 8, variant: '' } as const;
  const most = PROMISED + TOLERANCE;
  const draw = (centre: number, breaking: boolean) => (normal: () => number) =>
    seedsUpTo(4).map(seed => {
      const luck = normal();
      const run = ending(bareRun('plain', 8, seed), centre + 2 * luck);
      return breaking && luck > 0.674 ? cutShort(run, 'diverged', 0) : run;
    });
  for (const breaking of [false, true]) {
    const of = (expected: boolean, centre: number) =>
      shares(learns({ id: 'learns', network, expected }), draw(centre, breaking));
    t.true(of(true, 85).refuted <= most);
    t.true(of(true, 85.05).supported <= most);
    t.true(of(false, 85).supported <= most);
    t.true(of(false, 85.05).refuted <= most);
  }
});

test('images that all seeds share do not make a widening of the gap, or a better classifier, out of nothing', t => {
  const most = PROMISED + TOLERANCE;
  const spread = Math.sqrt(binomialVariance(50, 2000));
  const gap = (widening: number) => (normal: () => number) => {
    const [shallow, deep] = [spread * normal(), spread * normal()];
    return seedsUpTo(5).flatMap(seed => [
      ending(bareRun('plain', 20, seed), 48, 50 + shallow + normal()),
      ending(bareRun('plain', 56, seed), 48, 50 + deep + widening + normal()),
    ]);
  };
  t.true(shares(notOverfitting(), gap(2)).refuted <= most);
  t.true(shares(notOverfitting(), gap(2.05)).supported <= most);
  const classifiers = (normal: () => number) => {
    const images = [spread * normal(), spread * normal()];
    return seedsUpTo(5).map(seed => {
      const run = bareRun('residual', 8, seed);
      const rows = images.map((image, i) => ({
        ...run['linear-classifiers'].at(-1)!,
        block_index: i,
        linear_error_pct: 50 + image + normal(),
      }));
      return { ...run, 'linear-classifiers': rows };
    });
  };
  const network = { kind: 'residual', depth: 8, variant: '' } as const;
  const falls = linearSeparability({ id: 'falls', network, measure: 'fall' });
  t.true(shares(falls, classifiers).supported <= most);
});

test('numbers of runs, slopes and ratios of gradients: at a threshold either verdict is seldom wrong', t => {
  const most = PROMISED + TOLERANCE;
  const size = (side: 'above' | 'atMost') =>
    runClaim({
      id: `size-${side}`,
      unit: 'units',
      generic: ['one'],
      networks: deepest('residual', ''),
      side,
      threshold: 1,
      statement: name => `${name}.`,
      value: run => run.epochs[0]!.train_loss,
      valueInWords: 'size',
      measured: String,
    });
  const sizes = (normal: () => number) =>
    seedsUpTo(3).map(seed => {
      const run = bareRun('residual', 8, seed);
      return { ...run, epochs: [{ ...run.epochs[1]!, train_loss: 1 + 0.2 * normal() }] };
    });
  t.true(shares(size('above'), sizes).supported <= most);
  t.true(shares(size('atMost'), sizes).refuted <= most);

  const slope = slopeClaim({
    id: 'slope',
    network: { kind: 'plain', depth: 8, variant: '' },
    statement: name => `${name}.`,
    value: at => at(0),
    effectInWords: 'slope',
    side: 'above',
    threshold: 0.05,
  });
  const slopes = (normal: () => number) =>
    seedsUpTo(3).map(seed => {
      const run = bareRun('plain', 8, seed);
      const per = 0.05 + 0.01 * normal();
      const blocks = [0, 1].map(i => ({
        ...run.blocks[0]!,
        block_index: i,
        gradient_norm: 10 ** (2 * i * per),
      }));
      return { ...run, blocks };
    });
  t.true(shares(slope, slopes).supported <= most);

  const ratios = (centre: number) => (normal: () => number) =>
    seedsUpTo(4).flatMap(seed => {
      const [plain, residual] = [bareRun('plain', 8, seed), bareRun('residual', 8, seed)];
      const row = residual.gradients.at(-1)!;
      const starved = { ...row, grad_norm: row.grad_norm * 10 ** (centre + 0.3 * normal()) };
      return [
        { ...plain, gradients: [starved] },
        { ...residual, gradients: [row] },
      ];
    });
  t.true(shares(healthyGradients({ depth: 8 }), ratios(-1)).supported <= most);
  t.true(shares(healthyGradients({ depth: 8 }), ratios(-0.98)).refuted <= most);
  t.true(shares(healthyGradients({ depth: 8 }), ratios(0)).supported > 0.95);
});
