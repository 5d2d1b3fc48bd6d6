import test from 'ava';
import { interaction } from '../../../src/evidence/claims/interaction.ts';
import type { Text } from '../../../src/language/phrase.ts';
import { cutShort } from '../../reports/fixtures.ts';
import { around, evaluated, runsEndingAt } from './claims.ts';

const options = {
  id: 'gain-grows',
  first: [
    { kind: 'plain', depth: 56 },
    { kind: 'residual', depth: 56 },
  ],
  second: [
    { kind: 'plain', depth: 20 },
    { kind: 'residual', depth: 20 },
  ],
  statement: (first: Text, second: Text) => `More lies between ${first} and ${second}.`,
  side: 'above',
  threshold: 0,
} as const;
const claim = interaction(options);

const steady = [-0.2, 0, 0.2, 0.1];
const runs = [
  ...runsEndingAt('plain', 56, around(70, steady)),
  ...runsEndingAt('residual', 56, around(30, steady)),
  ...runsEndingAt('plain', 20, around(40, steady)),
  ...runsEndingAt('residual', 20, around(35, steady)),
];

test('the effect is the difference between both differences, seed by seed', t => {
  const { result, measured } = evaluated(claim, runs);
  t.like(result, { verdict: 'supported', effect: 35, n: 4, unit: 'percentage points' });
  t.is(result.statement, 'More lies between plain-56 and residual-56.');
  t.is(
    measured,
    'the difference between 56 plain layers and 56 residual layers is 35.0 points larger than that between 20 plain layers and 20 residual layers',
  );
  t.true(result.rule.includes('(final training error of plain-56 minus that of residual-56) minus ('));
});

test('turned round it is refuted, and equal differences are inconclusive', t => {
  const swapped = interaction({ ...options, first: options.second, second: options.first });
  t.like(evaluated(swapped, runs).result, { verdict: 'refuted', effect: -35 });
  const deep = runs.filter(({ record }) => record.config.depth === 56);
  const shallow = [
    ...runsEndingAt('plain', 20, around(70, steady)),
    ...runsEndingAt('residual', 20, around(30, steady)),
  ];
  t.like(evaluated(claim, [...deep, ...shallow]).result, { verdict: 'inconclusive', effect: 0 });
});

test('its interval allows for the images of all four errors', t => {
  const { result } = evaluated(claim, runs);
  // Binomial standard errors of 70, 30, 40 and 35 % of 2,000 images, of four seeds: √(Σ p·q/n / 4) ≈ 1.05 points.
  const half = (result.ci_high! - result.ci_low!) / 2;
  t.true(half > 1.9 && half < 2.3, `${half}`);
});

test('only seeds that all four networks have count, and a network that did not run leaves no verdict', t => {
  const fewer = runs.filter(
    ({ record: { config } }) => config.kind !== 'residual' || config.depth !== 20 || config.seed <= 2,
  );
  t.is(evaluated(claim, fewer).result.n, 2);
  const without = runs.filter(({ record: { config } }) => config.kind !== 'residual' || config.depth !== 20);
  t.like(evaluated(claim, without).result, { verdict: 'inconclusive', n: 0 });
});

test('a run that diverged widens the interval to what it may stand for', t => {
  const diverged = runs.map(run =>
    run.record.config.depth === 56 && run.record.config.kind === 'plain' && run.record.config.seed === 1
      ? cutShort(run, 'diverged', 1)
      : run,
  );
  const { result } = evaluated(claim, diverged);
  t.is(result.n, 4);
  t.true(result.ci_high! - result.ci_low! > 10);
});
