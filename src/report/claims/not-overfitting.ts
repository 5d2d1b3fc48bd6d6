import { msg } from '../../language/phrase.ts';
import type { EpochRow } from '../../results/schema.ts';
import { fixed } from '../numbers.ts';
import type { Claim } from './claim.ts';
import { pairedClaim } from './paired-claim.ts';
import { type Pair, twoDepths } from './pairs.ts';

export interface NotOverfittingOptions {
  readonly shallow?: number;
  readonly deep?: number;
}

/**
 * Over-fitting lowers the training error and widens the gap between test and training error. The claim is the
 * opposite: the training error itself rises, and by more than the gap widens, so most of what is lost on the
 * test set is lost on the training set already.
 */
export function notOverfitting({ shallow, deep }: NotOverfittingOptions = {}): Claim {
  return pairedClaim({
    id: 'not-overfitting',
    headline: false,
    networks: runs => twoDepths(runs, 'plain', shallow, deep),
    generic: [msg`the deepest plain network`, msg`the shallowest`],
    statement: (first, second) =>
      msg`It is not over-fitting: from ${second} to ${first} the training error rises, and by more than the generalisation gap widens.`,
    difference: excessOfTraining,
    differenceInWords: (first, second) =>
      msg`rise of the training error from ${second} to ${first}, minus the widening of the gap (test − training error; 0 if it narrows)`,
    measured(_first, _second, effect) {
      const points = fixed(Math.abs(effect), 1);
      return effect >= 0
        ? msg`the rise in training error is ${points} points larger than the widening of the generalisation gap`
        : msg`the rise in training error is ${points} points smaller than the widening of the generalisation gap`;
    },
    side: 'above',
    threshold: 0,
  });
}

function excessOfTraining({ first, second }: Pair): number {
  const rise = first.train_error_pct - second.train_error_pct;
  const widening = gap(first) - gap(second);
  // A narrowing gap is no evidence of a rise: without the floor a falling training error could pass.
  return rise - Math.max(widening, 0);
}

function gap(row: EpochRow): number {
  return row.test_error_pct - row.train_error_pct;
}
