import { counted, significantOrNull } from '../../language/numbers.ts';
import { msg, sentences, type Text } from '../../language/phrase.ts';
import type { ClaimResult, RunResult } from '../../results/schema.ts';
import type { RunConfig } from '../../run/config.ts';
import { hasEnded } from '../pairs/planned.ts';
import type { Claim, ClaimFinding } from './claim.ts';

/** A claim that a measured number keeps to a bound in every run: of arithmetic, which chance cannot touch. */
export interface BoundClaim {
  readonly id: string;
  readonly statement: Text;
  readonly headline?: boolean;
  /** It follows from how networks are made, so that only a mistake could refute it: no claim about the world. */
  readonly check?: true;
  readonly unit: Text;
  /** What is measured, in words. */
  readonly effectInWords: Text;
  /** `atMost`: no run may be over the bound; `atLeast`: none below it. */
  readonly side: 'atMost' | 'atLeast';
  readonly bound: number;
  /** Which runs the claim is about, measured or not. */
  isAbout(config: RunConfig): boolean;
  /** One number of each of them, alone or beside others of `runs`; `null` where it was not measured. */
  value(run: RunResult, runs: readonly RunResult[]): number | null;
  /** What was measured, of the worst run, for the answer at the top of the page. */
  measured(worst: number): Text;
}

export function boundClaim(claim: BoundClaim): Claim {
  return { id: claim.id, comparisons: 0, evaluate: runs => evaluate(claim, runs) };
}

function evaluate(claim: BoundClaim, runs: readonly RunResult[]): ClaimFinding {
  const { id, statement, headline = false, check, unit, effectInWords, side, bound } = claim;
  const own = runs
    .filter(({ record }) => claim.isAbout(record.config))
    .map(run => ({ run, value: claim.value(run, runs) }))
    // What is not a number would pass every comparison.
    .map(({ run, value }) => ({ run, value: Number.isNaN(value) ? null : value }));
  const values = own.flatMap(({ value }) => value ?? []);
  const without = own.filter(({ run, value }) => value === null && hasEnded(run)).length;
  const worst = values.length === 0 ? null : side === 'atMost' ? Math.max(...values) : Math.min(...values);
  return {
    result: {
      id,
      statement,
      verdict: verdictOf(worst, without, claim),
      effect: significantOrNull(worst),
      ci_low: null,
      ci_high: null,
      unit,
      n: values.length,
      rule: sentences(
        side === 'atMost'
          ? msg`Effect: ${effectInWords}, the largest of all runs; n counts runs. Exact, no interval.`
          : msg`Effect: ${effectInWords}, the smallest of all runs; n counts runs. Exact, no interval.`,
        side === 'atMost'
          ? msg`Supported if it is at most ${bound} ${unit} in every run, refuted if not in one.`
          : msg`Supported if it is at least ${bound} ${unit} in every run, refuted if not in one.`,
        msg`A run that ended without this number (it failed, broke off too early, or the run that it is compared with is missing or was computed in another way) keeps it from being supported.`,
      ),
      ...(check && { check }),
    },
    measured: worst === null ? null : claim.measured(worst),
    headline,
    standardized: null,
    level: null,
    notes: without > 0 ? [msg`${counted(without, 'run')} ended without this number.`] : [],
  };
}

function verdictOf(
  worst: number | null,
  without: number,
  { side, bound }: BoundClaim,
): ClaimResult['verdict'] {
  if (worst === null) return 'inconclusive';
  if (side === 'atMost' ? worst > bound : worst < bound) return 'refuted';
  return without > 0 ? 'inconclusive' : 'supported';
}
