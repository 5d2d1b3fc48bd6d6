import type { EpochRow } from '../../results/schema.ts';
import { fixed } from '../numbers.ts';
import type { Claim } from './claim.ts';
import type { IntervalClaim } from './interval-claim.ts';
import { pairedClaim } from './paired-claim.ts';
import type { Network } from './pairs.ts';

export interface ErrorDifferenceOptions extends Pick<IntervalClaim, 'id' | 'side' | 'threshold'> {
  readonly headline?: boolean;
  readonly first: Network;
  readonly second: Network;
  /** Default: the training error. The gap is test minus training error. */
  readonly measure?: keyof typeof measures;
  /** What is claimed, of the names of both networks. */
  statement(first: string, second: string): string;
}

const measures = {
  training: { words: 'training error', of: (row: EpochRow) => row.train_error_pct },
  test: { words: 'test error', of: (row: EpochRow) => row.test_error_pct },
  gap: { words: 'generalisation gap', of: (row: EpochRow) => row.test_error_pct - row.train_error_pct },
} as const;

/** Final error of one network of the experiment minus that of another, of the same seed. */
export function errorDifference(options: ErrorDifferenceOptions): Claim {
  const { headline = false, first, second, measure = 'training' } = options;
  const { words, of } = measures[measure];
  return pairedClaim({
    ...options,
    headline,
    networks: () => [first, second],
    generic: ['the first network', 'the second'],
    difference: pair => of(pair.first) - of(pair.second),
    differenceInWords: (one, other) => `final ${words} of ${one} minus that of ${other}`,
    measured: (one, other, effect) =>
      `${one} ends ${fixed(Math.abs(effect), 1)} points of ${words} ${effect >= 0 ? 'above' : 'below'} ${other}`,
  });
}
