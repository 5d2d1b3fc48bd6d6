import { msg, type Text } from '../../language/phrase.ts';
import type { RunResult } from '../../results/schema.ts';
import type { Kind } from '../../run/config.ts';
import { counted } from '../numbers.ts';
import type { Claim } from './claim.ts';
import { type IntervalClaim, intervalClaim } from './interval-claim.ts';
import { depthRange, type Network, nameOf, runsOf, withVariant } from './pairs.ts';

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
  /** What was measured, for the answer at the top of the page. */
  measured(effect: number, ...names: Text[]): Text;
}

/** A claim about a number of each finished run of a network, or about how much larger it is than another's of that seed. */
export function runClaim(claim: RunClaim): Claim {
  return intervalClaim({
    ...claim,
    headline: claim.headline ?? false,
    gather(runs) {
      const networks = claim.networks(runs) ?? [];
      const names = networks.length > 0 ? networks.map(nameOf) : claim.generic;
      const compared = networks.map(network => runsOf(runs, network));
      const [own = [], other] = compared.map(of => of.filter(({ record }) => record.status === 'finished'));
      const values = own.flatMap(run => {
        const value = claim.value(run);
        if (value === null || !other) return value ?? [];
        const twin = other.find(({ record }) => record.config.seed === run.record.config.seed);
        const theirs = twin ? claim.value(twin) : null;
        return theirs === null ? [] : value - theirs;
      });
      const diverged = compared.flat().filter(({ record }) => record.status === 'diverged').length;
      return {
        statement: claim.statement(...names),
        values,
        paired: networks.length > 1,
        diverged,
        effectInWords:
          names.length > 1
            ? msg`${claim.valueInWords}, of ${names[0]!} minus that of ${names[1]!}, paired by seed`
            : msg`${claim.valueInWords}, of ${names[0]!}`,
        measured: effect => claim.measured(effect, ...names),
        notes: [
          ...(networks.length === 0 ? [msg`The runs hold no such network.`] : []),
          ...(diverged > 0
            ? [msg`${counted(diverged, 'run')} diverged: the claim cannot be supported, only refuted.`]
            : []),
          ...(values.length === 1 ? [msg`One seed: direction only.`] : []),
        ],
      };
    },
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
