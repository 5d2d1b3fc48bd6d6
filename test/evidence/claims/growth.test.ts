import test from 'ava';
import type { Claim } from '../../../src/evidence/claims/claim.ts';
import { growthKeepsLoss, growthKeepsParameters } from '../../../src/evidence/claims/growth.ts';
import type { RunResult } from '../../../src/results/schema.ts';
import { cutShort, growingRuns } from '../../reports/fixtures.ts';
import { evaluated } from './claims.ts';

const evaluate = (claim: Claim, runs: readonly RunResult[]) => evaluated(claim, runs).result;
const grows = ({ record }: RunResult) => record.config.network.grown !== undefined;

/** Runs whose losses change by so much when they grow, of seed 2. */
function changing(column: 'train_loss' | 'test_loss', by: number): RunResult[] {
  return growingRuns(4).map(run => {
    if (!grows(run) || run.record.config.seed !== 2) return run;
    const epochs = run.epochs.map(row =>
      row.epoch === 2 ? { ...row, [column]: row[column] + by } : { ...row },
    );
    return { ...run, epochs };
  });
}

test('a network that has grown has the loss of the shallow run of its seed, after the same epoch', t => {
  t.like(evaluate(growthKeepsLoss(), growingRuns(4)), { verdict: 'supported', effect: 0, n: 2 });
  for (const column of ['train_loss', 'test_loss'] as const) {
    t.like(evaluate(growthKeepsLoss(), changing(column, -5e-6)), { verdict: 'supported', effect: 5e-6 });
    t.like(evaluate(growthKeepsLoss(), changing(column, -2e-5)), { verdict: 'refuted', effect: 2e-5 });
    t.like(evaluate(growthKeepsLoss(), changing(column, 0.5)), { verdict: 'refuted', effect: 0.5 });
  }
});

test('runs that have not grown yet, or whose shallow run is missing, are not compared', t => {
  const young = growingRuns(4).map(run => cutShort(run, 'running', 1));
  t.like(evaluate(growthKeepsLoss(), young), { verdict: 'inconclusive', effect: null, n: 0 });
  t.like(evaluate(growthKeepsLoss(), growingRuns(4).filter(grows)), { verdict: 'inconclusive', n: 0 });
  t.like(evaluate(growthKeepsLoss(), growingRuns(4).slice(0, 4)), { verdict: 'supported', n: 1 });
});

test('one parameter more or less than the same depth from scratch refutes that capacity is equal', t => {
  const runs = growingRuns(4);
  t.like(evaluate(growthKeepsParameters(), runs), { verdict: 'supported', effect: 0, n: 2 });
  for (const by of [-1, 1]) {
    const changed = runs.map(run =>
      grows(run) ? { ...run, record: { ...run.record, parameters: run.record.parameters + by } } : run,
    );
    t.like(evaluate(growthKeepsParameters(), changed), { verdict: 'refuted', effect: 1 });
  }
  const failed = runs.map(run =>
    grows(run) ? { ...run, epochs: [], record: { ...run.record, parameters: 0 } } : run,
  );
  t.like(evaluate(growthKeepsParameters(), failed), { verdict: 'inconclusive', n: 0 });
});
