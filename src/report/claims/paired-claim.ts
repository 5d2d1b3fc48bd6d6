import { msg, type Text } from '../../language/phrase.ts';
import type { RunResult } from '../../results/schema.ts';
import type { Claim } from './claim.ts';
import { type IntervalClaim, intervalClaim } from './interval-claim.ts';
import { type Network, nameOf, type Pair, pairBySeed } from './pairs.ts';

/** A claim about a difference between two networks, in percentage points, paired by seed. */
export interface PairedClaim extends Pick<IntervalClaim, 'id' | 'headline' | 'side' | 'threshold'> {
  /** Which two networks; `undefined` if the runs hold no two to compare. */
  networks(runs: readonly RunResult[]): readonly [Network, Network] | undefined;
  /** The statement for two networks, or in general where there are none. */
  statement(first: Text, second: Text): Text;
  /** Names used in the statement where `networks` found none. */
  readonly generic: readonly [Text, Text];
  difference(pair: Pair): number;
  /** The difference in words: `final training error of plain-56 minus that of plain-20`. */
  differenceInWords(first: Text, second: Text): Text;
  /** What was measured, for the answer at the top of the page. */
  measured(first: Text, second: Text, effect: number): Text;
  /** More remarks, such as a trend over all depths. */
  remarks?(runs: readonly RunResult[]): readonly Text[];
}

export function pairedClaim(claim: PairedClaim): Claim {
  return intervalClaim({
    ...claim,
    unit: msg`percentage points`,
    gather(runs) {
      const networks = claim.networks(runs);
      const [first, second] = networks ? [nameOf(networks[0]), nameOf(networks[1])] : claim.generic;
      const pairing = networks
        ? pairBySeed(runs, ...networks)
        : { pairs: [], diverged: 0, notes: [msg`The runs hold no two networks to compare.`] };
      return {
        statement: claim.statement(first, second),
        values: pairing.pairs.map(pair => claim.difference(pair)),
        paired: true,
        diverged: pairing.diverged,
        effectInWords: msg`${claim.differenceInWords(first, second)}, paired by seed`,
        measured: effect => claim.measured(first, second, effect),
        notes: [...pairing.notes, ...(claim.remarks?.(runs) ?? [])],
      };
    },
  });
}
