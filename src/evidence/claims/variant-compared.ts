import { msg, type Text } from '../../language/phrase.ts';
import { deepestOfBoth, ofKind, withVariant } from '../pairs/pairs.ts';
import type { Claim } from './claim.ts';
import { pairedClaim } from './paired-claim.ts';

export interface VariantComparedOptions {
  readonly id: string;
  readonly headline?: boolean;
  /** As `variantOf` words it; compared with the network that is no variant, at the deepest depth that ran in both. */
  readonly variant: string;
  /** What is claimed: that its training error is higher, or not higher by more than so many percentage points. */
  readonly claim: 'worse' | { readonly noWorseThan: number };
  /** In front of the statement: `Scaling hurts`. */
  readonly title: Text;
}

/** Final training error of a variant of residual networks against that of the paper's, of the same depth and seed. */
export function variantCompared(options: VariantComparedOptions): Claim {
  const { id, headline = false, variant, claim, title } = options;
  return pairedClaim({
    id,
    headline,
    networks(runs) {
      const residual = ofKind(runs, 'residual');
      const depth = deepestOfBoth(withVariant(residual, variant), withVariant(residual, ''));
      if (depth === undefined) return undefined;
      return [
        { kind: 'residual', depth, variant },
        { kind: 'residual', depth, variant: '' },
      ];
    },
    generic: [msg`a residual network with ${variant}`, msg`the one without`],
    statement: (first, second) =>
      claim === 'worse'
        ? msg`${title}: ${first} ends with a higher training error than ${second}.`
        : msg`${title}: the training error of ${first} is at most ${claim.noWorseThan} points above that of ${second}, or below it.`,
    measure: 'training',
    side: claim === 'worse' ? 'above' : 'atMost',
    threshold: claim === 'worse' ? 0 : claim.noWorseThan,
  });
}
