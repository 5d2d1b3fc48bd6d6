import { significantOrNull } from '../../language/numbers.ts';
import { msg, sentences, type Text } from '../../language/phrase.ts';
import type { RunResult } from '../../results/schema.ts';
import { type Estimate, hedgesG, type Observation, observedInterval } from '../statistics.ts';
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
  /** Sentences of the rule that are true of this claim alone: how wide its interval is, what of runs that diverged. */
  readonly rules: readonly Text[];
  /** Takes the numbers out of the runs. */
  gather(runs: readonly RunResult[]): Gathered;
}

/** What a claim found in the runs. */
export interface Gathered {
  /** What is claimed, naming what was compared. */
  readonly statement: Text;
  /**
   * One number a seed; several readings where it is not known what some seeds would have given, the first of them to be told.
   * The interval spans all of them.
   */
  readonly readings: readonly (readonly Observation[])[];
  /** Whether they are differences between two networks of one seed. */
  readonly paired: boolean;
  /** Why there can be no verdict, whatever the numbers say; empty where there can. */
  readonly obstacles: readonly Text[];
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
  const { readings, obstacles } = found;
  const estimate = spanned(readings, test.level);
  return {
    result: {
      id: claim.id,
      statement: found.statement,
      verdict: obstacles.length > 0 ? 'inconclusive' : judge(estimate, claim.side, claim.threshold),
      effect: significantOrNull(estimate?.mean ?? null),
      ci_low: significantOrNull(estimate?.low ?? null),
      ci_high: significantOrNull(estimate?.high ?? null),
      unit: claim.unit,
      n: estimate?.n ?? 0,
      rule: ruleInWords(claim, test, found.effectInWords),
    },
    measured: estimate ? found.measured(estimate.mean) : null,
    headline: claim.headline,
    standardized: found.paired && estimate ? hedgesG(readings[0]!.map(({ value }) => value)) : null,
    level: test.level,
    notes: [...found.notes, ...obstacles, ...spreadNote(estimate)],
  };
}

/** The mean of the first reading, with an interval that holds those of all; `undefined` without a number. */
export function spanned(readings: Gathered['readings'], level: number): Estimate | undefined {
  const estimates = readings
    .filter(values => values.length > 0)
    .map(values => observedInterval(values, level));
  const [first] = estimates;
  if (first === undefined || estimates.some(({ low }) => low === null)) return first;
  return {
    ...first,
    low: Math.min(...estimates.map(({ low }) => low!)),
    high: Math.max(...estimates.map(({ high }) => high!)),
  };
}

/** Why there is a mean without an interval. */
export function spreadNote(estimate: Estimate | undefined): Text[] {
  if (estimate === undefined || estimate.low !== null) return [];
  return [
    estimate.n === 1
      ? msg`One seed: direction only.`
      : msg`All seeds gave the same: there is no spread to judge by.`,
  ];
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

function ruleInWords(
  { side, threshold, unit, rules }: IntervalClaim,
  test: TestSettings,
  effect: Text,
): Text {
  const level = percentLevel(test.level);
  return sentences(
    msg`Effect: ${effect}, mean over seeds.`,
    side === 'above'
      ? msg`Supported if the whole ${level} interval lies above ${threshold} ${unit}, refuted if all of it lies at or below, otherwise inconclusive.`
      : msg`Supported if the whole ${level} interval lies at or below ${threshold} ${unit}, refuted if all of it lies above, otherwise inconclusive.`,
    intervalRule(test),
    ...rules,
    msg`One seed has no interval, nor have equal values of unknown spread. If a run that is compared failed, or twins were computed in different ways, there is no verdict.`,
  );
}

/** How intervals come about, and how often verdicts are wrong. */
export function intervalRule({ comparisons }: TestSettings): Text {
  return msg`Student t interval; only one of its ends can make a verdict wrong, and all ends that could on this page, ${comparisons}, do so together with a probability of at most 5 % (Bonferroni).`;
}
