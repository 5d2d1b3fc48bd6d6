import test from 'ava';
import { healthyGradients } from '../../../src/evidence/claims/healthy-gradients.ts';
import { claimResultSchema, type RunResult } from '../../../src/results/schema.ts';
import { cutShort, makeRuns } from '../../reports/fixtures.ts';
import { evaluated } from './claims.ts';

const claim = healthyGradients({ depth: 8 });

/** Twins with equal gradients, but for one layer of the plain networks at one epoch. */
function twins(ratios: readonly number[], at = 2): RunResult[] {
  return makeRuns({ depths: [8], seeds: ratios.length, epochs: 3 }).map(run => {
    const { kind, seed } = run.record.config;
    const gradients = run.gradients.map(row => ({
      ...row,
      grad_norm: kind === 'plain' && row.epoch === at && row.layer_index === 1 ? ratios[seed - 1]! : 1,
    }));
    return { ...run, gradients };
  });
}

test('of each seed the worst layer at the worst epoch counts, in powers of ten', t => {
  const { result, measured } = evaluated(claim, twins([0.1 ** 0.4, 0.1 ** 0.5, 0.1 ** 0.6]));
  t.like(result, { effect: -0.5, n: 3, verdict: 'supported', unit: 'powers of ten' });
  t.regex(result.statement, /plain-8 .* more than 1\/10 .* residual-8/);
  t.regex(String(measured), /less than 0\.316 of the gradient/);
  t.notThrows(() => claimResultSchema.parse(result));
});

test('layers that are starved refute it, a norm of 0 too; before training nothing counts', t => {
  t.is(evaluated(claim, twins([0.01, 0.012, 0.009])).result.verdict, 'refuted');
  t.true(Number.isFinite(evaluated(claim, twins([0, 0.01, 0.01])).result.effect));
  t.is(evaluated(claim, twins([1e-4, 1e-4, 1e-4], 0)).result.effect, 0);
});

test('a twin that diverged or failed leaves no verdict', t => {
  const runs = twins([0.5, 0.6, 0.4]);
  for (const status of ['diverged', 'failed'] as const) {
    const broken = runs.map((run, i) => (i === 0 ? cutShort(run, status, 1) : run));
    t.like(evaluated(claim, broken).result, { n: 2, verdict: 'inconclusive' });
  }
});
