import { msg, type Text } from '../../language/phrase.ts';
import type { ErrorMeasure } from '../pairs/error-measures.ts';
import type { Network } from '../pairs/pairs.ts';
import type { Claim } from './claim.ts';
import type { IntervalClaim } from './interval-claim.ts';
import { pairedClaim } from './paired-claim.ts';

export interface ErrorDifferenceOptions extends Pick<IntervalClaim, 'id' | 'side' | 'threshold'> {
  readonly headline?: boolean;
  readonly first: Network;
  readonly second: Network;
  /** Default: the training error. The gap is test minus training error. */
  readonly measure?: ErrorMeasure;
  /** What is claimed, of the names of both networks. */
  statement(first: Text, second: Text): Text;
}

/** Final error of one network of the experiment minus that of another, of the same seed. */
export function errorDifference(options: ErrorDifferenceOptions): Claim {
  const { headline = false, first, second, measure = 'training' } = options;
  return pairedClaim({
    ...options,
    measure,
    headline,
    networks: () => [first, second],
    generic: [msg`the first network`, msg`the second`],
  });
}
