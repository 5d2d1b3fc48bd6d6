import { msg } from '../../language/phrase.ts';
import type { RunResult } from '../../results/schema.ts';
import { groupBy, networkName, variantOf } from '../arms.ts';
import { counted, fixed, signed } from '../numbers.ts';
import { mean } from '../statistics.ts';
import type { Claim } from './claim.ts';
import { intervalClaim } from './interval-claim.ts';
import { pairBySeed } from './pairs.ts';

export interface DegradationInEveryVariantOptions {
  readonly shallow: number;
  readonly deep: number;
  /** Only variants whose name has this in it. */
  readonly variantWith: string;
}

/**
 * Nothing that was tried removes degradation: of each seed, the variant in which the training error rises least from
 * the shallow to the deep plain network decides. One interval for all variants, since all have to rise.
 */
export function degradationInEveryVariant(options: DegradationInEveryVariantOptions): Claim {
  const { shallow, deep, variantWith } = options;
  const [deeper, shallower] = [networkName('plain', deep), networkName('plain', shallow)];
  return intervalClaim({
    id: 'degradation-in-every-variant',
    headline: true,
    unit: msg`percentage points`,
    side: 'above',
    threshold: 0,
    gather(runs) {
      const rises = risesOf(runs, options);
      const bySeed = [...groupBy(rises, ({ seed }) => seed).values()];
      const variants = [...groupBy(rises, ({ variant }) => variant)];
      // A seed without all variants says nothing about the one that is missing.
      const complete = bySeed.filter(ofSeed => ofSeed.length === variants.length);
      return {
        statement: msg`Degradation stays in each of ${counted(variants.length, 'variant')} with ${variantWith}: ${deeper} ends with a higher training error than ${shallower}.`,
        values: complete.map(ofSeed => Math.min(...ofSeed.map(({ rise }) => rise))),
        paired: true,
        diverged: runs.filter(run => isCompared(run, options) && run.record.status === 'diverged').length,
        effectInWords: msg`final training error of ${deeper} minus that of ${shallower}, of the variant where it is smallest`,
        measured(effect) {
          const points = fixed(Math.abs(effect), 1);
          return effect >= 0
            ? msg`in the variant that helps most, ${deeper} ends ${points} points of training error above ${shallower}`
            : msg`in the variant that helps most, ${deeper} ends ${points} points of training error below ${shallower}`;
        },
        notes: variants.map(
          ([variant, of]) =>
            msg`${variant || msg`nothing added`}: ${signed(mean(of.map(({ rise }) => rise)), 1)} points.`,
        ),
      };
    },
  });
}

function risesOf(runs: readonly RunResult[], options: DegradationInEveryVariantOptions) {
  const compared = runs.filter(run => isCompared(run, options));
  const variants = new Set(compared.map(variantOf));
  return [...variants].flatMap(variant => {
    const network = { kind: 'plain' as const, variant };
    const { pairs } = pairBySeed(
      compared,
      { ...network, depth: options.deep },
      { ...network, depth: options.shallow },
    );
    return pairs.map(({ seed, first, second }) => ({
      variant,
      seed,
      rise: first.train_error_pct - second.train_error_pct,
    }));
  });
}

function isCompared(
  run: RunResult,
  { shallow, deep, variantWith }: DegradationInEveryVariantOptions,
): boolean {
  const { config } = run.record;
  return (
    config.kind === 'plain' &&
    (config.depth === shallow || config.depth === deep) &&
    variantOf(run).includes(variantWith)
  );
}
