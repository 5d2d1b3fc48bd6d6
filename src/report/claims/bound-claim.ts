import { msg, sentences, type Text } from '../../language/phrase.ts';
import type { ClaimResult, RunResult } from '../../results/schema.ts';
import { significantOrNull } from '../numbers.ts';
import type { Claim, ClaimFinding } from './claim.ts';

/** A claim that a measured number keeps to a bound in every run: of arithmetic, which chance cannot touch. */
export interface BoundClaim {
  readonly id: string;
  readonly statement: Text;
  readonly headline?: boolean;
  readonly unit: Text;
  /** What is measured, in words. */
  readonly effectInWords: Text;
  /** `atMost`: no run may be over the bound; `atLeast`: none below it. */
  readonly side: 'atMost' | 'atLeast';
  readonly bound: number;
  /** One number of each run that the claim is about, alone or beside others of `runs`; `null` for the others. */
  value(run: RunResult, runs: readonly RunResult[]): number | null;
  /** What was measured, of the worst run, for the answer at the top of the page. */
  measured(worst: number): Text;
}

export function boundClaim(claim: BoundClaim): Claim {
  return { id: claim.id, comparisons: 0, evaluate: runs => evaluate(claim, runs) };
}

function evaluate(claim: BoundClaim, runs: readonly RunResult[]): ClaimFinding {
  const { id, statement, headline = false, unit, effectInWords, side, bound } = claim;
  const values = runs.flatMap(run => claim.value(run, runs) ?? []);
  const worst = values.length === 0 ? null : side === 'atMost' ? Math.max(...values) : Math.min(...values);
  return {
    result: {
      id,
      statement,
      verdict: verdictOf(worst, claim),
      effect: significantOrNull(worst),
      ci_low: null,
      ci_high: null,
      unit,
      n: values.length,
      rule:
        side === 'atMost'
          ? sentences(
              msg`Effect: ${effectInWords}, the largest of all runs; n counts runs. Exact, no interval.`,
              msg`Supported if it is at most ${bound} ${unit} in every run, refuted if not in one.`,
            )
          : sentences(
              msg`Effect: ${effectInWords}, the smallest of all runs; n counts runs. Exact, no interval.`,
              msg`Supported if it is at least ${bound} ${unit} in every run, refuted if not in one.`,
            ),
    },
    measured: worst === null ? null : claim.measured(worst),
    headline,
    standardized: null,
    level: null,
    notes: [],
  };
}

function verdictOf(worst: number | null, { side, bound }: BoundClaim): ClaimResult['verdict'] {
  if (worst === null) return 'inconclusive';
  return (side === 'atMost' ? worst <= bound : worst >= bound) ? 'supported' : 'refuted';
}
