import { counted, fixed } from '../../language/numbers.ts';
import { msg } from '../../language/phrase.ts';
import { errorRules, observed } from '../pairs/error-measures.ts';
import { finalErrors, hasDiverged } from '../pairs/final-errors.ts';
import { failures } from '../pairs/pairing.ts';
import { layersOf, type Network, nameOf, runsOf } from '../pairs/pairs.ts';
import type { Claim } from './claim.ts';
import { intervalClaim } from './interval-claim.ts';

export interface LearnsOptions {
  readonly id: string;
  readonly network: Required<Network>;
  /** Whether the network is expected to begin to learn. */
  readonly expected: boolean;
  /** Training error in percent, up to which it has. Default 85: of ten classes five points below guessing. */
  readonly upTo?: number;
}

/** Whether a network has begun to learn at the end of a short training. */
export function learns({ id, network, expected, upTo = 85 }: LearnsOptions): Claim {
  const name = nameOf(network);
  return intervalClaim({
    id,
    headline: false,
    unit: msg`percent`,
    side: expected ? 'atMost' : 'above',
    threshold: upTo,
    rules: [...errorRules, msg`Where every run diverged there is no verdict.`],
    gather(runs) {
      const own = runsOf(runs, network);
      const diverged = own.filter(hasDiverged).length;
      return {
        statement: expected
          ? msg`${name} begins to learn: its training error ends at most at ${upTo} %.`
          : msg`${name} does not begin to learn: its training error ends above ${upTo} %.`,
        readings: finalErrors([own]).map(errors => [...errors.values()].map(of => observed(of, 'training'))),
        paired: false,
        obstacles: [...(own.length === 0 ? [msg`There is no run of ${name}.`] : []), ...failures(own)],
        effectInWords: msg`final training error of ${name}`,
        measured: effect => msg`${layersOf(network)} end at ${fixed(effect, 1)} % training error`,
        notes: diverged > 0 ? [msg`${diverged} of ${counted(own.length, 'run')} diverged.`] : [],
      };
    },
  });
}
