import type { Claim } from '../../../src/evidence/claims/claim.ts';
import { localized } from '../../../src/language/phrase.ts';
import type { RunResult } from '../../../src/results/schema.ts';
import type { Kind } from '../../../src/run/config.ts';
import { makeRun } from '../../reports/fixtures.ts';

export type Errors = readonly { readonly train: number; readonly test: number }[];

/** One run a seed, which ends at the given errors. */
export function runsEndingAt(kind: Kind, depth: number, errors: Errors): RunResult[] {
  return errors.map((final, i) => makeRun({ kind, depth, seed: i + 1, epochs: 2, final }));
}

/** The same training error for all seeds but for a given spread, test error a point above. */
export function around(train: number, offsets: readonly number[]): Errors {
  return offsets.map(offset => ({ train: train + offset, test: train + offset + 1 }));
}

/** What a page with this one claim says, in English. */
export function evaluated(claim: Claim, runs: readonly RunResult[]) {
  return localized(claim.evaluate(runs, { level: 0.95, comparisons: 1 }), 'en');
}
