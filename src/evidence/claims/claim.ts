import { percent } from '../../language/numbers.ts';
import type { Text } from '../../language/phrase.ts';
import { sortRuns } from '../../results/networks.ts';
import type { ClaimResult, RunResult } from '../../results/schema.ts';
import { hasEnded, type PlannedRuns, withPlanned } from '../pairs/planned.ts';
import { bonferroni } from '../statistics.ts';

/** A sentence that the report tests. Builders in this folder make them; experiments list them. */
export interface Claim {
  readonly id: string;
  /** Intervals that the claim looks at; 0 for an exact claim, which chance cannot touch. */
  readonly comparisons: number;
  evaluate(runs: readonly RunResult[], test: TestSettings): ClaimFinding;
}

/** How sure an interval must be, given that a page tests several claims at once. */
export interface TestSettings {
  /** Level of each interval, after correction. */
  readonly level: number;
  /** Comparisons on the page, for the rule in words. */
  readonly comparisons: number;
}

/** What goes to `claims.json`, there in English. */
export type ClaimWording = Omit<ClaimResult, 'statement' | 'unit' | 'rule'> & {
  readonly statement: Text;
  readonly unit: Text;
  readonly rule: Text;
};

/** What goes to `claims.json`, and what only the page says. */
export interface ClaimFinding {
  readonly result: ClaimWording;
  /** What was measured, in words that can stand in a sentence; `null` where nothing was. */
  readonly measured: Text | null;
  /** Whether that belongs in the one-sentence answer at the top of the page. */
  readonly headline: boolean;
  /** Hedges' g of a paired difference; `null` where it is no difference, or of too few seeds. */
  readonly standardized: number | null;
  /** Level of the interval; `null` for an exact claim. */
  readonly level: number | null;
  /** Remarks beside the verdict: one seed, missing runs, the trend. */
  readonly notes: readonly Text[];
}

export type Verdict = ClaimResult['verdict'];

/** Chance of any wrong verdict on a page is kept below 1 − this. */
export const PAGE_LEVEL = 0.95;

/**
 * Tests every claim at the level that is right for all of them together (Bonferroni). A claim says on which side of a
 * threshold something lies. Either it or its opposite is true, so that only one end of an interval can lead to a wrong
 * verdict: an interval that fails at each end with probability p gives a wrong verdict with probability p at most.
 *
 * Verdicts are provisional until every run of the plan has ended: whoever looks at each of several states of it, and keeps
 * what he likes, is wrong more often than promised.
 */
export function evaluateClaims(
  claims: readonly Claim[],
  runs: readonly RunResult[],
  plan: PlannedRuns,
): ClaimFinding[] {
  const comparisons = claims.reduce((sum, claim) => sum + claim.comparisons, 0);
  const level = 1 - 2 * (1 - bonferroni(PAGE_LEVEL, comparisons));
  const all = sortRuns(withPlanned(runs, plan));
  const standing = {
    ...(!all.every(hasEnded) && { provisional: true as const }),
    ...(plan.extended && { extended: true as const }),
  };
  return claims.map(claim => {
    const finding = claim.evaluate(all, { level, comparisons });
    return { ...finding, result: { ...finding.result, ...standing } };
  });
}

/** `98.75 %`: as few digits as name the level. */
export function percentLevel(level: number): Text {
  return percent(Number((level * 100).toFixed(2)));
}
