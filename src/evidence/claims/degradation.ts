import { fixed, signed } from '../../language/numbers.ts';
import { joined, msg, type Text } from '../../language/phrase.ts';
import { finalRow, groupBy, networkName } from '../../results/networks.ts';
import type { RunResult } from '../../results/schema.ts';
import { twoDepths } from '../pairs/pairs.ts';
import { comparedTwins } from '../pairs/twins.ts';
import { mean } from '../statistics.ts';
import type { Claim } from './claim.ts';
import { pairedClaim } from './paired-claim.ts';

export interface DegradationOptions {
  /** The shallower network. Default: the shallowest that ran. Too shallow a one lacks capacity: choose 20. */
  readonly shallow?: number;
  /** The deeper network. Default: the deepest that ran. */
  readonly deep?: number;
  /** Percentage points by which the training error must rise at least. Default 0. */
  readonly minimumGap?: number;
  /** Why these depths, for the reader. */
  readonly reason?: Text;
  /** Of which variant; default: the paper's arm where it ran. */
  readonly variant?: string;
}

/** Plain networks get worse with depth, on the very images they are trained on (He et al. 2015, Fig. 6 left). */
export function degradation({
  shallow,
  deep,
  minimumGap = 0,
  reason,
  variant,
}: DegradationOptions = {}): Claim {
  return pairedClaim({
    id:
      variant === undefined ? 'degradation' : `degradation-${variant || 'paper'}`.replaceAll(/[^\w.]+/g, '-'),
    headline: variant === undefined,
    networks: runs => twoDepths(runs, 'plain', shallow, deep, variant),
    generic: [msg`the deepest plain network`, msg`the shallowest`],
    statement: (first, second) =>
      minimumGap > 0
        ? msg`Degradation: ${first} ends with a higher training error than ${second}, by more than ${minimumGap} points.`
        : msg`Degradation: ${first} ends with a higher training error than ${second}.`,
    measure: 'training',
    side: 'above',
    threshold: minimumGap,
    remarks: runs => [...(reason ? [reason] : []), ...(variant === undefined ? trend(runs) : [])],
  });
}

/** Mean training error from depth to depth, and in words whether it rises at each step. */
function trend(runs: readonly RunResult[]): Text[] {
  const arm = comparedTwins(runs);
  const finished = arm.runs.flatMap(run => (run.record.config.kind === 'plain' ? (finalRow(run) ?? []) : []));
  if (arm.mixed) return [];
  const means = [...groupBy(finished, row => row.depth)]
    .map(([depth, rows]) => ({ depth, error: mean(rows.map(row => row.train_error_pct)) }))
    .sort((a, b) => a.depth - b.depth);
  if (means.length < 3) return [];
  const steps = means.slice(1).map((point, i) => ({ ...point, rise: point.error - means[i]!.error }));
  const falls = steps.filter(step => step.rise <= 0);
  const first = msg`${fixed(means[0]!.error, 1)} % at ${means[0]!.depth}`;
  const path = joined(
    steps.map(step => msg`${signed(step.rise, 1)} at ${step.depth}`),
    msg`, `,
  );
  const without = falls.map(step => networkName('plain', step.depth));
  return [
    without.length === 0
      ? msg`Trend: the mean training error rises at every step of depth: ${first}, then ${path}.`
      : msg`Trend: the mean training error does not rise at every step of depth (not at ${joined(without, msg`, `)}): ${first}, then ${path}.`,
  ];
}
