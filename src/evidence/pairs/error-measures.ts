import { fixed } from '../../language/numbers.ts';
import { msg, type Text } from '../../language/phrase.ts';
import { binomialVariance, mean, type Observation } from '../statistics.ts';
import type { ErrorName, FinalErrors } from './final-errors.ts';
import type { ErrorPair } from './pairing.ts';
import { layersOf, type Network } from './pairs.ts';

/** What of final errors is compared. The gap is test minus training error. */
export type ErrorMeasure = 'training' | 'test' | 'gap';

const measures: Readonly<
  Record<ErrorMeasure, { readonly words: Text; readonly errors: readonly ErrorName[] }>
> = {
  training: { words: msg`training error`, errors: ['training'] },
  test: { words: msg`test error`, errors: ['test'] },
  gap: { words: msg`generalisation gap`, errors: ['test', 'training'] },
};

/** Standard errors by which an error must be below chance to show that something was learned. */
const SHOWN = 3;

/** A final error as its seed gives it, with the variance of the images that it was counted on. */
export function observed(of: FinalErrors, measure: ErrorMeasure): Required<Observation> {
  return {
    value: amount(of, measure),
    own: varianceOf(of, measure, 'training'),
    shared: varianceOf(of, measure, 'test'),
  };
}

/** The difference of a pair. Variances add up: the images are the same for both, which can only make it smaller. */
export function observedDifference({ first, second }: ErrorPair, measure: ErrorMeasure): Observation {
  const [a, b] = [observed(first, measure), observed(second, measure)];
  return { value: a.value - b.value, own: a.own + b.own, shared: a.shared + b.shared };
}

/** The difference in words: `final training error of plain-56 minus that of plain-20`. */
export function differenceInWords(measure: ErrorMeasure, first: Text, second: Text): Text {
  return msg`final ${measures[measure].words} of ${first} minus that of ${second}`;
}

/** What was measured, for the answer at the top of the page: both means, not their difference alone. */
export function differenceMeasured(
  measure: ErrorMeasure,
  [first, second]: readonly [Network, Network],
  pairs: readonly ErrorPair[],
): Text {
  const [one, other] = [layersOf(first), layersOf(second)];
  const { words } = measures[measure];
  const of = (side: 'first' | 'second') => fixed(mean(pairs.map(pair => amount(pair[side], measure))), 1);
  if (measure === 'gap') {
    return msg`the ${words} of ${one} is ${of('first')} points, that of ${other} ${of('second')}`;
  }
  return first.kind === second.kind && first.variant === second.variant
    ? msg`${one} end at ${of('first')} % ${words}, ${second.depth} at ${of('second')} %`
    : msg`${one} end at ${of('first')} % ${words}, and ${other} at ${of('second')} %`;
}

/** Why pairs decide nothing, whatever their differences; `null` where they may. */
export function nothingToTellApart(pairs: readonly ErrorPair[], measure: ErrorMeasure): Text | null {
  const { errors } = measures[measure];
  const all = pairs.flatMap(({ first, second }) => [first, second]);
  if (all.length === 0) return null;
  if (all.every(of => errors.every(name => !isBelowChance(of, name)))) {
    return msg`Neither network has learned anything that shows: no verdict.`;
  }
  if (all.every(of => errors.every(name => of[name] === 0)))
    return msg`Neither network errs at all: no verdict.`;
  return null;
}

function isBelowChance({ chance, images, ...of }: FinalErrors, name: ErrorName): boolean {
  const spread = Math.sqrt((chance * (100 - chance)) / images[name]);
  return of[name] < chance - SHOWN * spread;
}

function amount({ training, test }: FinalErrors, measure: ErrorMeasure): number {
  return { training, test, gap: test - training }[measure];
}

function varianceOf(of: FinalErrors, measure: ErrorMeasure, name: ErrorName): number {
  return measures[measure].errors.includes(name) ? binomialVariance(of[name], of.images[name]) : 0;
}

/** Sentences of the rule of claims about errors. */
export const errorRules: readonly Text[] = [
  msg`It is at least as wide as the binomial spread of so many examples makes it; training errors are measured on other examples for each seed, test errors on the same for all, so that their spread does not shrink with seeds.`,
  msg`A run that diverged counts with the worst error of its network’s finished runs (of the other network’s if it has none), and again with chance; the interval spans both.`,
];

export const comparedErrorRules: readonly Text[] = [
  ...errorRules,
  msg`Where no run of either network is below chance by more than ${SHOWN} standard errors, or none errs at all, nothing is decided.`,
];
