import { msg, type Text } from '../../language/phrase.ts';
import type { EpochRow } from '../../results/schema.ts';
import { fixed } from '../numbers.ts';
import type { Claim } from './claim.ts';
import type { IntervalClaim } from './interval-claim.ts';
import { pairedClaim } from './paired-claim.ts';
import type { Network, Pair } from './pairs.ts';

export interface ErrorDifferenceOptions extends Pick<IntervalClaim, 'id' | 'side' | 'threshold'> {
  readonly headline?: boolean;
  readonly first: Network;
  readonly second: Network;
  /** Default: the training error. The gap is test minus training error. */
  readonly measure?: keyof typeof measures;
  /** What is claimed, of the names of both networks. */
  statement(first: Text, second: Text): Text;
}

const measures = {
  training: { words: msg`training error`, of: (row: EpochRow) => row.train_error_pct },
  test: { words: msg`test error`, of: (row: EpochRow) => row.test_error_pct },
  gap: { words: msg`generalisation gap`, of: (row: EpochRow) => row.test_error_pct - row.train_error_pct },
} as const;

/** How such a difference is taken, and worded, for claims that choose their networks themselves. */
export function differenceOf(measure: keyof typeof measures) {
  const { words, of } = measures[measure];
  return {
    difference: (pair: Pair) => of(pair.first) - of(pair.second),
    differenceInWords: (first: Text, second: Text) => msg`final ${words} of ${first} minus that of ${second}`,
    measured(first: Text, second: Text, effect: number) {
      const points = fixed(Math.abs(effect), 1);
      return effect >= 0
        ? msg`${first} ends ${points} points of ${words} above ${second}`
        : msg`${first} ends ${points} points of ${words} below ${second}`;
    },
  };
}

/** Final error of one network of the experiment minus that of another, of the same seed. */
export function errorDifference(options: ErrorDifferenceOptions): Claim {
  const { headline = false, first, second, measure = 'training' } = options;
  return pairedClaim({
    ...options,
    ...differenceOf(measure),
    headline,
    networks: () => [first, second],
    generic: [msg`the first network`, msg`the second`],
  });
}
