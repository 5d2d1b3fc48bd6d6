import { CLASSES } from '../../data/types.ts';
import { msg } from '../../language/phrase.ts';
import { finalRow } from '../arms.ts';
import { fixed } from '../numbers.ts';
import type { Claim } from './claim.ts';
import { intervalClaim } from './interval-claim.ts';
import { type Network, nameOf, runsOf } from './pairs.ts';

export interface LearnsOptions {
  readonly id: string;
  readonly network: Required<Network>;
  /** Whether the network is expected to begin to learn. */
  readonly expected: boolean;
  /** Training error in percent, up to which it has. Default 85, five points below guessing. */
  readonly upTo?: number;
}

/** Error of guessing one of the classes, in percent. */
const GUESSING = 100 * (1 - 1 / CLASSES);

/** Whether a network has begun to learn at the end of a short training. One that diverged has learned nothing. */
export function learns({ id, network, expected, upTo = 85 }: LearnsOptions): Claim {
  const name = nameOf(network);
  return intervalClaim({
    id,
    headline: false,
    unit: msg`percent`,
    side: expected ? 'atMost' : 'above',
    threshold: upTo,
    gather(runs) {
      const own = runsOf(runs, network);
      const broken = own.filter(({ record }) => record.status === 'diverged').length;
      const finished = own.flatMap(run => finalRow(run)?.train_error_pct ?? []);
      return {
        statement: expected
          ? msg`${name} begins to learn: its training error ends at most at ${upTo} %.`
          : msg`${name} does not begin to learn: its training error ends above ${upTo} %.`,
        values: [...finished, ...Array.from({ length: broken }, () => GUESSING)],
        paired: false,
        diverged: 0,
        effectInWords: msg`final training error of ${name}; a run that diverged counts as guessing, ${GUESSING} %`,
        measured: effect => msg`${name} ends at ${fixed(effect, 1)} % training error`,
        notes: broken > 0 ? [msg`${broken} of ${own.length} runs diverged.`] : [],
      };
    },
  });
}
