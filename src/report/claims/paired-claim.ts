import type { RunResult } from '../../results/schema.ts';
import { networkName } from '../arms.ts';
import { significantOrNull } from '../numbers.ts';
import { type Estimate, tInterval } from '../statistics.ts';
import { type Claim, type ClaimFinding, percentLevel, type TestSettings, type Verdict } from './claim.ts';
import { type Network, type Pair, pairBySeed } from './pairs.ts';

/** A claim about a difference between two networks, in percentage points, paired by seed. */
export interface PairedClaim {
  readonly id: string;
  readonly headline: boolean;
  /** Which two networks; `undefined` if the runs hold no two to compare. */
  networks(runs: readonly RunResult[]): readonly [Network, Network] | undefined;
  /** The statement for two networks, or in general where there are none. */
  statement(first: string, second: string): string;
  /** Names used in the statement where `networks` found none. */
  readonly generic: readonly [string, string];
  difference(pair: Pair): number;
  /** The difference in words: `final training error of plain-56 minus that of plain-20`. */
  differenceInWords(first: string, second: string): string;
  /** What was measured, for the answer at the top of the page. */
  measured(first: string, second: string, effect: number): string;
  /** `above`: the statement holds for differences over the threshold; `atMost`: up to the threshold. */
  readonly side: 'above' | 'atMost';
  /** Percentage points. */
  readonly threshold: number;
  /** More remarks, such as a trend over all depths. */
  remarks?(runs: readonly RunResult[]): readonly string[];
}

export function pairedClaim(claim: PairedClaim): Claim {
  return {
    id: claim.id,
    comparisons: 1,
    evaluate: (runs, test) => evaluate(claim, runs, test),
  };
}

function evaluate(claim: PairedClaim, runs: readonly RunResult[], test: TestSettings): ClaimFinding {
  const networks = claim.networks(runs);
  const [first, second] = networks
    ? [networkName(networks[0].kind, networks[0].depth), networkName(networks[1].kind, networks[1].depth)]
    : claim.generic;
  const pairing = networks
    ? pairBySeed(runs, ...networks)
    : { pairs: [], diverged: 0, notes: ['The runs hold no two networks to compare.'] };
  const differences = pairing.pairs.map(pair => claim.difference(pair));
  const estimate = differences.length > 0 ? tInterval(differences, test.level) : undefined;
  const verdict = judge(estimate, claim.side, claim.threshold);
  return {
    result: {
      id: claim.id,
      statement: claim.statement(first, second),
      verdict: verdict === 'supported' && pairing.diverged > 0 ? 'inconclusive' : verdict,
      effect: significantOrNull(estimate?.mean ?? null),
      ci_low: significantOrNull(estimate?.low ?? null),
      ci_high: significantOrNull(estimate?.high ?? null),
      unit: 'percentage points',
      n: differences.length,
      rule: ruleInWords(claim, test, claim.differenceInWords(first, second)),
    },
    measured: estimate ? claim.measured(first, second, estimate.mean) : null,
    headline: claim.headline,
    level: test.level,
    notes: [...pairing.notes, ...(claim.remarks?.(runs) ?? [])],
  };
}

/** Supported or refuted only if the whole interval agrees; without an interval nothing is decided. */
export function judge(
  estimate: Pick<Estimate, 'low' | 'high'> | undefined,
  side: PairedClaim['side'],
  threshold: number,
): Verdict {
  if (estimate === undefined || estimate.low === null || estimate.high === null) return 'inconclusive';
  if (side === 'above') {
    if (estimate.low > threshold) return 'supported';
    return estimate.high <= threshold ? 'refuted' : 'inconclusive';
  }
  if (estimate.high <= threshold) return 'supported';
  return estimate.low > threshold ? 'refuted' : 'inconclusive';
}

function ruleInWords({ side, threshold }: PairedClaim, test: TestSettings, difference: string): string {
  const [supported, refuted] = side === 'above' ? ['above', 'at or below'] : ['at or below', 'above'];
  return (
    `Effect: ${difference}, paired by seed, mean over seeds. ` +
    `Supported if the whole ${percentLevel(test.level)} interval lies ${supported} ${threshold} points, ` +
    `refuted if all of it lies ${refuted}, otherwise inconclusive. ` +
    'Student t interval; only one of its ends can make a verdict wrong, and all ends that could on this page, ' +
    `${test.comparisons}, do so together with a probability of at most 5 % (Bonferroni). ` +
    'One seed has no interval. Only finished runs count; if a compared run diverged, the claim is not supported.'
  );
}
