import { msg, sentences, type Text } from '../../language/phrase.ts';
import type { RunResult } from '../../results/schema.ts';
import { significantOrNull } from '../numbers.ts';
import { type Estimate, hedgesG, tInterval } from '../statistics.ts';
import { type Claim, type ClaimFinding, percentLevel, type TestSettings, type Verdict } from './claim.ts';

/** A claim about a number that each seed gives once: its mean lies on one side of a threshold. */
export interface IntervalClaim {
  readonly id: string;
  readonly headline: boolean;
  /** Of the effect and the threshold, in words: `percentage points`. */
  readonly unit: Text;
  /** `above`: the statement holds for effects over the threshold; `atMost`: up to the threshold. */
  readonly side: 'above' | 'atMost';
  readonly threshold: number;
  /** Takes the numbers out of the runs. */
  gather(runs: readonly RunResult[]): Gathered;
}

/** What a claim found in the runs. */
export interface Gathered {
  /** What is claimed, naming what was compared. */
  readonly statement: Text;
  /** One per seed. */
  readonly values: readonly number[];
  /** Whether they are differences between two networks of one seed. */
  readonly paired: boolean;
  /** Runs that should have given one, but diverged: the claim cannot be supported then. */
  readonly diverged: number;
  /** The effect in words: `final training error of plain-56 minus that of plain-20, paired by seed`. */
  readonly effectInWords: Text;
  /** What was measured, for the answer at the top of the page. */
  readonly measured: (effect: number) => Text;
  readonly notes: readonly Text[];
}

export function intervalClaim(claim: IntervalClaim): Claim {
  return {
    id: claim.id,
    comparisons: 1,
    evaluate: (runs, test) => evaluate(claim, claim.gather(runs), test),
  };
}

function evaluate(claim: IntervalClaim, found: Gathered, test: TestSettings): ClaimFinding {
  const { values, diverged } = found;
  const estimate = values.length > 0 ? tInterval(values, test.level) : undefined;
  const verdict = judge(estimate, claim.side, claim.threshold);
  return {
    result: {
      id: claim.id,
      statement: found.statement,
      verdict: verdict === 'supported' && diverged > 0 ? 'inconclusive' : verdict,
      effect: significantOrNull(estimate?.mean ?? null),
      ci_low: significantOrNull(estimate?.low ?? null),
      ci_high: significantOrNull(estimate?.high ?? null),
      unit: claim.unit,
      n: values.length,
      rule: ruleInWords(claim, test, found.effectInWords),
    },
    measured: estimate ? found.measured(estimate.mean) : null,
    headline: claim.headline,
    standardized: found.paired ? hedgesG(values) : null,
    level: test.level,
    notes: found.notes,
  };
}

/** Supported or refuted only if the whole interval agrees; without an interval nothing is decided. */
export function judge(
  estimate: Pick<Estimate, 'low' | 'high'> | undefined,
  side: IntervalClaim['side'],
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

function ruleInWords({ side, threshold, unit }: IntervalClaim, test: TestSettings, effect: Text): Text {
  const level = percentLevel(test.level);
  return sentences(
    msg`Effect: ${effect}, mean over seeds.`,
    side === 'above'
      ? msg`Supported if the whole ${level} interval lies above ${threshold} ${unit}, refuted if all of it lies at or below, otherwise inconclusive.`
      : msg`Supported if the whole ${level} interval lies at or below ${threshold} ${unit}, refuted if all of it lies above, otherwise inconclusive.`,
    msg`Student t interval; only one of its ends can make a verdict wrong, and all ends that could on this page, ${test.comparisons}, do so together with a probability of at most 5 % (Bonferroni).`,
    msg`One seed has no interval. Only finished runs count; if a compared run diverged, the claim is not supported.`,
  );
}
