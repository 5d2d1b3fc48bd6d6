import { msg, type Text } from '../../language/phrase.ts';
import type { RunResult } from '../../results/schema.ts';
import {
  comparedErrorRules,
  differenceInWords,
  differenceMeasured,
  type ErrorMeasure,
  nothingToTellApart,
  observedDifference,
} from '../pairs/error-measures.ts';
import { type Pairing, pairBySeed } from '../pairs/pairing.ts';
import { type Network, nameOf } from '../pairs/pairs.ts';
import type { Claim } from './claim.ts';
import { type IntervalClaim, intervalClaim } from './interval-claim.ts';

/** A claim about a difference between final errors of two networks, in percentage points, paired by seed. */
export interface PairedClaim extends Pick<IntervalClaim, 'id' | 'headline' | 'side' | 'threshold'> {
  readonly measure: ErrorMeasure;
  /** Which two networks; `undefined` if the runs hold no two to compare. */
  networks(runs: readonly RunResult[]): readonly [Network, Network] | undefined;
  /** The statement for two networks, or in general where there are none. */
  statement(first: Text, second: Text): Text;
  /** Names used in the statement where `networks` found none. */
  readonly generic: readonly [Text, Text];
  /** More remarks, such as a trend over all depths. */
  remarks?(runs: readonly RunResult[]): readonly Text[];
}

export function pairedClaim(claim: PairedClaim): Claim {
  const { measure } = claim;
  return intervalClaim({
    ...claim,
    unit: msg`percentage points`,
    rules: comparedErrorRules,
    gather(runs) {
      const networks = claim.networks(runs);
      const [first, second] = networks ? [nameOf(networks[0]), nameOf(networks[1])] : claim.generic;
      const { readings, obstacles, notes } = networks ? pairBySeed(runs, ...networks) : NONE;
      const undecidable = nothingToTellApart(readings.at(-1) ?? [], measure);
      return {
        statement: claim.statement(first, second),
        readings: readings.map(pairs => pairs.map(pair => observedDifference(pair, measure))),
        paired: true,
        obstacles: [...obstacles, ...(undecidable ? [undecidable] : [])],
        effectInWords: msg`${differenceInWords(measure, first, second)}, paired by seed`,
        measured: () => differenceMeasured(measure, networks!, readings[0]!),
        notes: [...notes, ...(claim.remarks?.(runs) ?? [])],
      };
    },
  });
}

const NONE: Pairing = {
  readings: [],
  obstacles: [msg`The runs hold no two networks to compare.`],
  notes: [],
};
