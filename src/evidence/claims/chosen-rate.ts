import { joined, msg, type Text } from '../../language/phrase.ts';
import { finalRow, variantOf } from '../../results/networks.ts';
import type { RunResult } from '../../results/schema.ts';
import {
  comparedErrorRules,
  differenceInWords,
  differenceMeasured,
  nothingToTellApart,
  observedDifference,
} from '../pairs/error-measures.ts';
import { pairBySeed } from '../pairs/pairing.ts';
import { type Network, nameOf, runsAt } from '../pairs/pairs.ts';
import { hasEnded } from '../pairs/planned.ts';
import { mean } from '../statistics.ts';
import type { Claim } from './claim.ts';
import { type IntervalClaim, intervalClaim } from './interval-claim.ts';

type BareNetwork = Omit<Network, 'variant'>;

export interface ChosenRateOptions extends Pick<IntervalClaim, 'id' | 'side' | 'threshold'> {
  readonly headline?: boolean;
  readonly first: BareNetwork;
  readonly second: BareNetwork;
  /** Names of the variants that are tried, '' for the one that is none: one rate each. */
  readonly rates: readonly string[];
  /** Seeds whose final training loss chooses, and which count for nothing else. */
  readonly chooseBy: readonly number[];
  statement(first: Text, second: Text): Text;
}

/**
 * Final training error of one network minus that of another, of the same seed, each with the learning rate that suits it
 * best: the one with the least mean final training loss on seeds that are used for nothing else.
 */
export function withChosenRates(options: ChosenRateOptions): Claim {
  const { headline = false, first, second, chooseBy } = options;
  return intervalClaim({
    ...options,
    headline,
    unit: msg`percentage points`,
    rules: [
      msg`Each network has the learning rate of its own that gave the least mean final training loss on seeds ${joined(chooseBy.map(String), msg`, `)}, which count for nothing else; a rate at which one of them diverged is not chosen.`,
      ...comparedErrorRules,
    ],
    gather(runs) {
      const chosen = [first, second].map(network => chosenVariant(runs, network, options));
      const networks = [first, second].map((network, i): Network => {
        const variant = chosen[i];
        return variant == null ? network : { ...network, variant };
      });
      const [one, other] = networks.map(nameOf) as [Text, Text];
      const counting = runs.filter(({ record }) => !chooseBy.includes(record.config.seed));
      const known = chosen.every(variant => variant !== null);
      const { readings, obstacles, notes } = known
        ? pairBySeed(counting, networks[0]!, networks[1]!)
        : { readings: [], obstacles: [msg`The runs that choose a rate have not all ended.`], notes: [] };
      const undecidable = nothingToTellApart(readings.at(-1) ?? [], 'training');
      return {
        statement: options.statement(one, other),
        readings: readings.map(pairs => pairs.map(pair => observedDifference(pair, 'training'))),
        paired: true,
        obstacles: [...obstacles, ...(undecidable ? [undecidable] : [])],
        effectInWords: msg`${differenceInWords('training', one, other)}, paired by seed`,
        measured: () => differenceMeasured('training', [networks[0]!, networks[1]!], readings[0]!),
        notes,
      };
    },
  });
}

/** `null` as long as not all runs that choose have ended, or where every rate diverged. */
export function chosenVariant(
  runs: readonly RunResult[],
  network: BareNetwork,
  { rates, chooseBy }: Pick<ChosenRateOptions, 'rates' | 'chooseBy'>,
): string | null {
  const candidates = rates.map(variant => {
    const own = runsAt(runs, network).filter(
      run => variantOf(run) === variant && chooseBy.includes(run.record.config.seed),
    );
    const losses = own.map(run => finalRow(run)?.train_loss ?? Number.POSITIVE_INFINITY);
    return { variant, complete: own.length === chooseBy.length && own.every(hasEnded), losses };
  });
  if (!candidates.every(({ complete }) => complete)) return null;
  const best = candidates
    .map(({ variant, losses }) => ({ variant, loss: mean(losses) }))
    .sort((a, b) => a.loss - b.loss)[0];
  return best && Number.isFinite(best.loss) ? best.variant : null;
}
