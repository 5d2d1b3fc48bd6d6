import { grouped } from '../../language/numbers.ts';
import { listed, msg, sentences } from '../../language/phrase.ts';
import { depthsOf } from '../../results/networks.ts';
import type { RunResult } from '../../results/schema.ts';
import type { Kind } from '../../run/config.ts';
import { comparedTwins } from '../pairs/twins.ts';
import type { Claim, ClaimFinding, Verdict } from './claim.ts';

/** Twins have equally many parameters, so capacity cannot explain a difference. Exact: one seed is enough. */
export function equalParameters(): Claim {
  return { id: 'equal-parameters', comparisons: 0, evaluate };
}

function evaluate(runs: readonly RunResult[]): ClaimFinding {
  const arm = comparedTwins(runs).runs;
  const depths = depthsOf(arm).map(depth => ({
    depth,
    plain: parameters(arm, 'plain', depth),
    residual: parameters(arm, 'residual', depth),
  }));
  const twins = depths.filter(({ plain, residual }) => plain.length > 0 && residual.length > 0);
  const differences = twins.map(({ plain, residual }) => largestDifference(plain, residual));
  const alone = depths.filter(depth => !twins.includes(depth)).map(({ depth }) => depth);
  const largest = differences.length > 0 ? Math.max(...differences) : null;
  return {
    result: {
      id: 'equal-parameters',
      statement: msg`At every depth the plain and the residual network have the same number of parameters.`,
      verdict: verdict(largest, alone),
      effect: largest,
      ci_low: null,
      ci_high: null,
      unit: msg`parameters`,
      n: twins.length,
      check: true,
      rule: sentences(
        msg`Effect: largest difference in trainable parameters between twins; n counts depths. Exact, no interval.`,
        msg`Refuted if it is not 0 at any depth; supported if it is 0 at every depth; inconclusive while a depth lacks its twin.`,
      ),
    },
    measured: largest === null ? null : msg`twins differ by at most ${grouped(largest)} parameters`,
    headline: false,
    standardized: null,
    level: null,
    notes: [
      ...(largest === 0
        ? [msg`${listed(twins.map(({ depth, plain }) => msg`${grouped(plain[0]!)} at depth ${depth}`))}.`]
        : []),
      ...(alone.length > 0 ? [msg`Depth ${listed(alone)} has one kind only.`] : []),
    ],
  };
}

function verdict(largest: number | null, alone: readonly number[]): Verdict {
  if (largest !== null && largest > 0) return 'refuted';
  return largest === null || alone.length > 0 ? 'inconclusive' : 'supported';
}

/** Distinct counts; more than one would mean that equal networks differ. 0: the network was not built yet. */
function parameters(runs: readonly RunResult[], kind: Kind, depth: number): number[] {
  const matching = runs.filter(({ record: { config } }) => config.kind === kind && config.depth === depth);
  return [...new Set(matching.map(run => run.record.parameters))].filter(count => count > 0);
}

function largestDifference(plain: readonly number[], residual: readonly number[]): number {
  return Math.max(...plain.flatMap(a => residual.map(b => Math.abs(a - b))));
}
