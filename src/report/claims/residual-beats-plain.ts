import type { RunResult } from '../../results/schema.ts';
import type { Kind } from '../../run.ts';
import { depthsOf } from '../arms.ts';
import { fixed } from '../numbers.ts';
import { twinArm } from './arm.ts';
import type { Claim } from './claim.ts';
import { pairedClaim } from './paired-claim.ts';

export interface ResidualBeatsPlainOptions {
  /** Default: the largest depth that ran in both kinds. */
  readonly depth?: number;
  /** Percentage points by which plain must be worse at least. Default 0. */
  readonly minimumGap?: number;
}

/** Twins of one depth: the same weights at the start, the same batches, the shortcut is all that differs. */
export function residualBeatsPlain({ depth, minimumGap = 0 }: ResidualBeatsPlainOptions = {}): Claim {
  return pairedClaim({
    id: 'residual-beats-plain',
    headline: false,
    networks: runs => {
      const shared = depth ?? deepestOfBoth(twinArm(runs).runs);
      if (shared === undefined) return undefined;
      return [
        { kind: 'plain', depth: shared },
        { kind: 'residual', depth: shared },
      ];
    },
    generic: ['the deepest plain network', 'its residual twin'],
    statement: (first, second) =>
      `The shortcut alone decides: ${first} ends with a higher training error than ${second}` +
      (minimumGap > 0 ? `, by more than ${minimumGap} points.` : '.'),
    difference: pair => pair.first.train_error_pct - pair.second.train_error_pct,
    differenceInWords: (first, second) => `final training error of ${first} minus that of ${second}`,
    measured: (first, second, effect) =>
      `${first} ends ${fixed(Math.abs(effect), 1)} points ${effect >= 0 ? 'above' : 'below'} ${second}`,
    side: 'above',
    threshold: minimumGap,
  });
}

function deepestOfBoth(runs: readonly RunResult[]): number | undefined {
  const ran = (kind: Kind, depth: number) =>
    runs.some(({ record: { config } }) => config.kind === kind && config.depth === depth);
  return depthsOf(runs).findLast(depth => ran('plain', depth) && ran('residual', depth));
}
