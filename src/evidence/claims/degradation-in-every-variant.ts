import { counted, fixed, signed, significantOrNull } from '../../language/numbers.ts';
import { msg, sentences, type Text } from '../../language/phrase.ts';
import { networkName, variantOf } from '../../results/networks.ts';
import type { RunResult } from '../../results/schema.ts';
import { comparedErrorRules, nothingToTellApart, observedDifference } from '../pairs/error-measures.ts';
import { pairBySeed } from '../pairs/pairing.ts';
import { layersOf } from '../pairs/pairs.ts';
import { type Estimate, hedgesG } from '../statistics.ts';
import { type Claim, type ClaimFinding, percentLevel, type TestSettings, type Verdict } from './claim.ts';
import { intervalRule, judge, spanned } from './interval-claim.ts';

export interface DegradationInEveryVariantOptions {
  readonly shallow: number;
  readonly deep: number;
  /** Only variants whose name has this in it. */
  readonly variantWith: string;
}

/** What one variant says. */
interface VariantFinding {
  readonly name: Text;
  readonly values: readonly number[];
  /** At the level of the page, for support; and at that level divided by the number of variants, for refutation. */
  readonly supporting: Estimate | undefined;
  readonly refuting: Estimate | undefined;
  readonly obstacles: readonly Text[];
}

/**
 * Nothing that was tried removes degradation: in each variant the training error rises from the shallow to the deep plain
 * network. Supported if every variant's own interval says so (an intersection–union test, Berger 1982: each at the full
 * level). Refuted if one contradicts, each at the level divided by their number: the smallest of several would be below zero
 * by chance more often than promised.
 */
export function degradationInEveryVariant(options: DegradationInEveryVariantOptions): Claim {
  return {
    id: 'degradation-in-every-variant',
    comparisons: 1,
    evaluate: (runs, test) => evaluate(options, runs, test),
  };
}

function evaluate(
  options: DegradationInEveryVariantOptions,
  runs: readonly RunResult[],
  test: TestSettings,
): ClaimFinding {
  const [deeper, shallower] = [networkName('plain', options.deep), networkName('plain', options.shallow)];
  const compared = runs.filter(run => isCompared(run, options));
  const names = [...new Set(compared.map(variantOf))];
  const strict = 1 - (1 - test.level) / Math.max(1, names.length);
  const variants = names.map(name => variantFinding(name, compared, options, [test.level, strict]));
  const obstacles = variants.flatMap(({ name, obstacles }) => obstacles.map(why => msg`${name}: ${why}`));
  const verdict = obstacles.length > 0 || variants.length === 0 ? 'inconclusive' : verdictOf(variants);
  const weakest = weakestOf(variants);
  const told = verdict === 'refuted' ? weakest?.refuting : weakest?.supporting;
  return {
    result: {
      id: 'degradation-in-every-variant',
      statement: msg`Degradation stays in each of ${counted(variants.length, 'variant')} with ${options.variantWith}: ${deeper} ends with a higher training error than ${shallower}.`,
      verdict,
      effect: significantOrNull(told?.mean ?? null),
      ci_low: significantOrNull(told?.low ?? null),
      ci_high: significantOrNull(told?.high ?? null),
      unit: msg`percentage points`,
      n: told?.n ?? 0,
      rule: ruleInWords(deeper, shallower, test, strict),
    },
    measured: told ? measured(told.mean, options) : null,
    headline: true,
    standardized: told && weakest ? hedgesG(weakest.values) : null,
    level: verdict === 'refuted' ? strict : test.level,
    notes: [...variants.flatMap(inWords), ...obstacles],
  };
}

function variantFinding(
  variant: string,
  runs: readonly RunResult[],
  { deep, shallow }: DegradationInEveryVariantOptions,
  levels: readonly [number, number],
): VariantFinding {
  const network = { kind: 'plain' as const, variant };
  const { readings, obstacles } = pairBySeed(
    runs,
    { ...network, depth: deep },
    { ...network, depth: shallow },
  );
  const undecidable = nothingToTellApart(readings.at(-1) ?? [], 'training');
  const rises = readings.map(pairs => pairs.map(pair => observedDifference(pair, 'training')));
  const [supporting, refuting] = levels.map(level => spanned(rises, level));
  return {
    name: variant || msg`nothing added`,
    values: (rises[0] ?? []).map(({ value }) => value),
    supporting,
    refuting,
    obstacles: [
      ...obstacles,
      ...(undecidable ? [undecidable] : []),
      ...(supporting || obstacles.length > 0 ? [] : [msg`There is no pair of seeds: no verdict.`]),
    ],
  };
}

function verdictOf(variants: readonly VariantFinding[]): Verdict {
  if (variants.every(({ supporting }) => judge(supporting, 'above', 0) === 'supported')) return 'supported';
  if (variants.some(({ refuting }) => judge(refuting, 'above', 0) === 'refuted')) return 'refuted';
  return 'inconclusive';
}

/** The one that speaks most against the claim: where the interval, if there is one, ends lowest. */
function weakestOf(variants: readonly VariantFinding[]): VariantFinding | undefined {
  const upper = ({ supporting }: VariantFinding) => supporting?.high ?? supporting?.mean ?? Infinity;
  const lower = ({ supporting }: VariantFinding) => supporting?.low ?? supporting?.mean ?? Infinity;
  const against = variants.find(({ refuting }) => judge(refuting, 'above', 0) === 'refuted');
  const by = against ? upper : lower;
  return [...variants].sort((a, b) => by(a) - by(b))[0];
}

function inWords({ name, supporting }: VariantFinding): Text[] {
  if (!supporting) return [];
  const { mean, low, high } = supporting;
  return low === null
    ? [msg`${name}: ${signed(mean, 1)} points.`]
    : [msg`${name}: ${signed(mean, 1)} points, ${signed(low, 1)} to ${signed(high, 1)}.`];
}

function measured(effect: number, { deep, shallow }: DegradationInEveryVariantOptions): Text {
  const [deeper, shallower] = [deep, shallow].map(depth => layersOf({ kind: 'plain', depth })) as [
    Text,
    Text,
  ];
  const points = fixed(Math.abs(effect), 1);
  return effect >= 0
    ? msg`in the variant that helps most, ${deeper} end ${points} points of training error above ${shallower}`
    : msg`in the variant that helps most, ${deeper} end ${points} points of training error below ${shallower}`;
}

function ruleInWords(deeper: Text, shallower: Text, test: TestSettings, strict: number): Text {
  return sentences(
    msg`Effect: final training error of ${deeper} minus that of ${shallower}, paired by seed, mean over seeds, of the variant that speaks most against the claim.`,
    msg`Supported if the whole ${percentLevel(test.level)} interval of every variant lies above 0, refuted if all of the ${percentLevel(strict)} interval of one lies at or below (the level is divided by the number of variants), otherwise inconclusive.`,
    intervalRule(test),
    ...comparedErrorRules,
    msg`A variant without a pair of seeds, or of which a run failed, leaves the claim without a verdict.`,
  );
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
