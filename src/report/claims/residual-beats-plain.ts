import { fixed } from '../numbers.ts';
import { twinArm } from './arm.ts';
import type { Claim } from './claim.ts';
import { differenceOf } from './error-difference.ts';
import { pairedClaim } from './paired-claim.ts';
import { deepestOfBoth, ofKind } from './pairs.ts';

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
      const twins = twinArm(runs).runs;
      const shared = depth ?? deepestOfBoth(ofKind(twins, 'plain'), ofKind(twins, 'residual'));
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
    ...differenceOf('training'),
    measured: (first, second, effect) =>
      `${first} ends ${fixed(Math.abs(effect), 1)} points ${effect >= 0 ? 'above' : 'below'} ${second}`,
    side: 'above',
    threshold: minimumGap,
  });
}
