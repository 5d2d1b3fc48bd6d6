import { msg, type Text } from '../../language/phrase.ts';
import { twoDepths } from '../pairs/pairs.ts';
import type { Claim } from './claim.ts';
import { pairedClaim } from './paired-claim.ts';

export interface ShortcutsRemoveItOptions {
  /** The shallower residual network. Default: the shallowest that ran. */
  readonly shallow?: number;
  /** The deeper one. Default: the deepest that ran. */
  readonly deep?: number;
  /** Percentage points by which the deeper may be worse and still count as no worse. Default 2. */
  readonly margin?: number;
  /** Why these depths, for the reader. */
  readonly reason?: Text;
}

/** With shortcuts depth no longer hurts: one-sided, the deeper network may be any amount better. */
export function shortcutsRemoveIt({
  shallow,
  deep,
  margin = 2,
  reason,
}: ShortcutsRemoveItOptions = {}): Claim {
  return pairedClaim({
    id: 'shortcuts-remove-it',
    headline: true,
    networks: runs => twoDepths(runs, 'residual', shallow, deep),
    generic: [msg`the deepest residual network`, msg`the shallowest`],
    statement: (first, second) =>
      msg`Shortcuts remove it: the training error of ${first} is at most ${margin} points above that of ${second}, or below it.`,
    measure: 'training',
    side: 'atMost',
    threshold: margin,
    remarks: () => (reason ? [reason] : []),
  });
}
