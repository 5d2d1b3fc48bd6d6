import { msg, type Text } from '../../language/phrase.ts';
import type { RunResult } from '../../results/schema.ts';
import type { Kind } from '../../run/config.ts';
import { type NumberReading, noStandIn, readNumbers, readPairs } from '../pairs/network-reading.ts';
import { seedPairs } from '../pairs/pairing.ts';
import { depthRange, layersOf, type Network, nameOf, runsOf, withVariant } from '../pairs/pairs.ts';
import type { Claim } from './claim.ts';
import { type IntervalClaim, intervalClaim } from './interval-claim.ts';

export interface RunClaim extends Pick<IntervalClaim, 'id' | 'unit' | 'side' | 'threshold'> {
  readonly headline?: boolean;
  /** One network, or two that are compared; `undefined` if the runs hold none. */
  networks(runs: readonly RunResult[]): readonly Required<Network>[] | undefined;
  /** Names used in the statement where `networks` found none. */
  readonly generic: readonly Text[];
  /** The statement for the networks of these names. */
  statement(...names: Text[]): Text;
  /** What is looked at, of each run; `null` where it was not measured. */
  value(run: RunResult): number | null;
  /** That in words: `mean of ‖F‖/‖x‖ over blocks, last epoch`. */
  readonly valueInWords: Text;
  /** What was measured, for the answer at the top of the page, of networks in words: `56 plain layers`. */
  measured(effect: number, ...layers: Text[]): Text;
}

/** A claim about a number of each finished run of a network, or about how much larger it is than another's of that seed. */
export function runClaim(claim: RunClaim): Claim {
  return intervalClaim({
    ...claim,
    headline: claim.headline ?? false,
    rules: [noStandIn],
    gather(runs) {
      const networks = claim.networks(runs) ?? [];
      const names = networks.length > 0 ? networks.map(nameOf) : claim.generic;
      const { values, obstacles } = readingOf(claim, runs, networks);
      return {
        statement: claim.statement(...names),
        readings: [values],
        paired: networks.length > 1,
        obstacles: networks.length === 0 ? [msg`The runs hold no such network.`] : obstacles,
        effectInWords:
          names.length > 1
            ? msg`${claim.valueInWords}, of ${names[0]!} minus that of ${names[1]!}, paired by seed`
            : msg`${claim.valueInWords}, of ${names[0]!}`,
        measured: effect => claim.measured(effect, ...networks.map(layersOf)),
        notes: [],
      };
    },
  });
}

function readingOf(
  { value }: RunClaim,
  runs: readonly RunResult[],
  networks: readonly Required<Network>[],
): NumberReading {
  const [own = [], other] = networks.map(network => runsOf(runs, network));
  const observe = (run: RunResult) => {
    const number = value(run);
    return number === null ? null : { value: number };
  };
  if (!other) return readNumbers(own, observe);
  return readPairs(seedPairs(own, other), ({ first, second }) => {
    const [a, b] = [value(first), value(second)];
    return a === null || b === null ? null : { value: a - b };
  });
}

/** The deepest network of a kind and variant, for `networks`. */
export function deepest(kind: Kind, variant: string) {
  return (runs: readonly RunResult[]): Required<Network>[] | undefined => {
    const range = depthRange(withVariant(runs, variant), kind);
    return range && [{ kind, depth: range[1], variant }];
  };
}

/** The shallowest network of a kind and variant, and the deepest. */
export function shallowestAndDeepest(kind: Kind, variant: string) {
  return (runs: readonly RunResult[]): Required<Network>[] | undefined => {
    const range = depthRange(withVariant(runs, variant), kind);
    return range && range[0] < range[1] ? range.map(depth => ({ kind, depth, variant })) : undefined;
  };
}
