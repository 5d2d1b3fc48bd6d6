import { fixed } from '../../language/numbers.ts';
import { msg, type Text } from '../../language/phrase.ts';
import { finalRow } from '../../results/networks.ts';
import type { RunConfig } from '../../run/config.ts';
import { boundClaim } from './bound-claim.ts';
import type { Claim } from './claim.ts';

export interface MemorisesOptions {
  /** The network in words, to begin a sentence: `ResNet-50`. */
  readonly network: Text;
  /** Which runs train it on a few images. */
  isOne(config: RunConfig): boolean;
}

/** A network that can be trained at all learns a few images by heart: it ends without an error on them. */
export function memorises({ network, isOne }: MemorisesOptions): Claim {
  return boundClaim({
    id: 'memorises',
    statement: msg`${network} learns its training images by heart, to an error of 0 %.`,
    headline: true,
    unit: '%',
    effectInWords: msg`final training error, 100 % of a run that diverged`,
    side: 'atMost',
    bound: 0,
    isAbout: isOne,
    value(run) {
      // It was trained, and knows nothing.
      if (run.record.status === 'diverged') return 100;
      return finalRow(run)?.train_error_pct ?? null;
    },
    measured: worst =>
      msg`${network} ends with ${fixed(worst, 1)} % error on the images that it was trained on`,
  });
}
