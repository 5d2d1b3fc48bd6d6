import { msg } from '../../language/phrase.ts';
import { deepestOfBoth, ofKind } from '../pairs/pairs.ts';
import { comparedTwins } from '../pairs/twins.ts';
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
      const twins = comparedTwins(runs).runs;
      const shared = depth ?? deepestOfBoth(ofKind(twins, 'plain'), ofKind(twins, 'residual'));
      if (shared === undefined) return undefined;
      return [
        { kind: 'plain', depth: shared },
        { kind: 'residual', depth: shared },
      ];
    },
    generic: [msg`the deepest plain network`, msg`its residual twin`],
    statement: (first, second) =>
      minimumGap > 0
        ? msg`The shortcut alone decides: ${first} ends with a higher training error than ${second}, by more than ${minimumGap} points.`
        : msg`The shortcut alone decides: ${first} ends with a higher training error than ${second}.`,
    measure: 'training',
    side: 'above',
    threshold: minimumGap,
  });
}
