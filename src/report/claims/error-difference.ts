import { fixed } from '../numbers.ts';
import type { Claim } from './claim.ts';
import type { IntervalClaim } from './interval-claim.ts';
import { pairedClaim } from './paired-claim.ts';
import type { Network } from './pairs.ts';

export interface ErrorDifferenceOptions extends Pick<IntervalClaim, 'id' | 'side' | 'threshold'> {
  readonly headline?: boolean;
  readonly first: Network;
  readonly second: Network;
  /** Default: training. */
  readonly measure?: 'training' | 'test';
  /** What is claimed, of the names of both networks. */
  statement(first: string, second: string): string;
}

const columns = { training: 'train_error_pct', test: 'test_error_pct' } as const;

/** Final error of one network of the experiment minus that of another, of the same seed. */
export function errorDifference(options: ErrorDifferenceOptions): Claim {
  const { headline = false, first, second, measure = 'training' } = options;
  const error = columns[measure];
  return pairedClaim({
    ...options,
    headline,
    networks: () => [first, second],
    generic: ['the first network', 'the second'],
    difference: pair => pair.first[error] - pair.second[error],
    differenceInWords: (one, other) => `final ${measure} error of ${one} minus that of ${other}`,
    measured: (one, other, effect) =>
      `${one} ends ${fixed(Math.abs(effect), 1)} points of ${measure} error ${effect >= 0 ? 'above' : 'below'} ${other}`,
  });
}
