import { msg, type Text } from '../../language/phrase.ts';
import { twoDepths } from '../pairs/pairs.ts';
import type { Claim } from './claim.ts';
import { pairedClaim } from './paired-claim.ts';

export interface NotOverfittingOptions {
  readonly shallow?: number;
  readonly deep?: number;
  /** Percentage points by which the gap may widen and still count as no wider. Default 2, as for errors. */
  readonly margin?: number;
  /** Why these depths, for the reader. */
  readonly reason?: Text;
}

/**
 * Over-fitting shows in the gap: a network with more layers would learn its images by heart, so that its test error moves
 * away from its training error. The claim is that it does not. The training error itself is the subject of `degradation`.
 */
export function notOverfitting({ shallow, deep, margin = 2, reason }: NotOverfittingOptions = {}): Claim {
  return pairedClaim({
    id: 'not-overfitting',
    headline: false,
    networks: runs => twoDepths(runs, 'plain', shallow, deep),
    generic: [msg`the deepest plain network`, msg`the shallowest`],
    statement: (first, second) =>
      msg`It is not over-fitting: the generalisation gap (test − training error) of ${first} is at most ${margin} points wider than that of ${second}, or narrower.`,
    measure: 'gap',
    side: 'atMost',
    threshold: margin,
    remarks: () => (reason ? [reason] : []),
  });
}
