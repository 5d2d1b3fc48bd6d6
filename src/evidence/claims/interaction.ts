import { fixed } from '../../language/numbers.ts';
import { msg, type Text } from '../../language/phrase.ts';
import type { RunResult } from '../../results/schema.ts';
import {
  comparedErrorRules,
  differenceInWords,
  type ErrorMeasure,
  nothingToTellApart,
  observedDifference,
} from '../pairs/error-measures.ts';
import { type Pairing, pairBySeed } from '../pairs/pairing.ts';
import { layersOf, type Network, nameOf } from '../pairs/pairs.ts';
import type { Observation } from '../statistics.ts';
import type { Claim } from './claim.ts';
import { type IntervalClaim, intervalClaim } from './interval-claim.ts';

export interface InteractionOptions extends Pick<IntervalClaim, 'id' | 'side' | 'threshold'> {
  readonly headline?: boolean;
  /** Two networks, the second to be taken from the first. */
  readonly first: readonly [Network, Network];
  /** Two more, whose difference is taken from that of the first two. */
  readonly second: readonly [Network, Network];
  /** Default: the training error. */
  readonly measure?: ErrorMeasure;
  /** What is claimed, of the names of the first two. */
  statement(first: Text, second: Text): Text;
}

/**
 * A claim about a difference of differences between final errors, of four networks of the same seed: whether something makes
 * more of a difference to one pair than to another.
 */
export function interaction(options: InteractionOptions): Claim {
  const { headline = false, first, second, measure = 'training' } = options;
  const inWords = ([one, other]: readonly [Network, Network]) =>
    differenceInWords(measure, nameOf(one), nameOf(other));
  return intervalClaim({
    ...options,
    headline,
    unit: msg`percentage points`,
    rules: comparedErrorRules,
    gather(runs: readonly RunResult[]) {
      const pairings = [first, second].map(networks => pairBySeed(runs, ...networks)) as [Pairing, Pairing];
      const undecidable = pairings.flatMap(
        ({ readings }) => nothingToTellApart(readings.at(-1) ?? [], measure) ?? [],
      );
      return {
        statement: options.statement(nameOf(first[0]), nameOf(first[1])),
        readings: differences(pairings, measure),
        paired: true,
        obstacles: [
          ...pairings.flatMap(({ obstacles }) => obstacles),
          // One pair at the floor or at chance is what may be claimed; two decide nothing.
          ...(undecidable.length > 1 ? undecidable.slice(0, 1) : []),
        ],
        effectInWords: msg`(${inWords(first)}) minus (${inWords(second)}), paired by seed`,
        measured: effect =>
          msg`the difference between ${layersOf(first[0])} and ${layersOf(first[1])} is ${fixed(Math.abs(effect), 1)} points ${effect >= 0 ? msg`larger` : msg`smaller`} than that between ${layersOf(second[0])} and ${layersOf(second[1])}`,
        notes: pairings.flatMap(({ notes }) => notes),
      };
    },
  });
}

/** For each reading of the first two with each of the others: of the seeds that both have. Variances add up. */
function differences([first, second]: readonly [Pairing, Pairing], measure: ErrorMeasure): Observation[][] {
  return first.readings.flatMap(pairs =>
    second.readings.map(others =>
      pairs.flatMap(pair => {
        const other = others.find(({ seed }) => seed === pair.seed);
        if (!other) return [];
        const [a, b] = [observedDifference(pair, measure), observedDifference(other, measure)];
        return [{ value: a.value - b.value, own: a.own! + b.own!, shared: a.shared! + b.shared! }];
      }),
    ),
  );
}
