import jStat from 'jstat';

/** A mean with the interval that holds the true one at `level`; `null` bounds where n is below 2. */
export interface Estimate {
  readonly n: number;
  readonly mean: number;
  readonly low: number | null;
  readonly high: number | null;
}

/** Arithmetic mean. Throws on an empty list: nothing was measured. */
export function mean(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError('mean of no values');
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Sample standard deviation (n − 1 below the line). Needs two values. */
export function standardDeviation(values: readonly number[]): number {
  if (values.length < 2) throw new RangeError(`standard deviation needs 2 values; got ${values.length}`);
  const centre = mean(values);
  const squares = values.reduce((sum, value) => sum + (value - centre) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1));
}

/**
 * Mean and two-sided Student t interval. `level` is the share of such intervals that hold the true mean, e.g.
 * 0.95. One value has a mean and no interval.
 */
export function tInterval(values: readonly number[], level: number): Estimate {
  const n = values.length;
  const centre = mean(values);
  if (n < 2) return { n, mean: centre, low: null, high: null };
  const quantile = jStat.studentt.inv(1 - (1 - level) / 2, n - 1);
  const half = (quantile * standardDeviation(values)) / Math.sqrt(n);
  return { n, mean: centre, low: centre - half, high: centre + half };
}

/** A number that one seed gives, and what it owes to the images that happen to be in a finite set. */
export interface Observation {
  readonly value: number;
  /** Variance by images that are other ones for each seed: the spread between seeds holds it already. */
  readonly own?: number;
  /** Variance by images that all seeds share: no number of seeds makes it smaller. */
  readonly shared?: number;
}

/**
 * Mean and two-sided interval of what seeds gave, which allows for the images. With s² between n seeds, its half-width h is
 *
 *     h² = max(t² s²/n, z² own/n) + z² shared
 *
 * with Student's quantile t (n − 1 degrees of freedom) and the normal one z. The maximum: equal values are no certainty.
 * The sum: of intervals for two independent parts one for their sum is made by adding the squares of the half-widths (Zou
 * and Donner 2008, “Construction of confidence limits about effect measures”). It is never narrower than that of Cochran
 * and Cox (1957), which errs on the safe side. Where values are equal and nothing is known of images there is none.
 */
export function observedInterval(observations: readonly Observation[], level: number): Estimate {
  const values = observations.map(({ value }) => value);
  const { n, mean: centre, low, high } = tInterval(values, level);
  const none = { n, mean: centre, low: null, high: null };
  if (low === null || high === null) return none;
  const z = jStat.normal.inv(1 - (1 - level) / 2, 0, 1);
  const own = z * Math.sqrt(mean(observations.map(({ own = 0 }) => own)) / n);
  const shared = z * Math.sqrt(mean(observations.map(({ shared = 0 }) => shared)));
  const half = Math.hypot(Math.max((high - low) / 2, own), shared);
  return half > 0 ? { n, mean: centre, low: centre - half, high: centre + half } : none;
}

/**
 * Variance of an error in percent that was counted on so many images. With two errors and two hits added (Agresti and Coull
 * 1998): an error of 0 % on a few images is not certain to be 0.
 */
export function binomialVariance(errorPct: number, images: number): number {
  const share = ((errorPct / 100) * images + 2) / (images + 4);
  return (1e4 * share * (1 - share)) / (images + 4);
}

/**
 * Size of a mean of paired differences in standard deviations of these differences (Cohen's d_z), times Hedges' exact
 * correction for few pairs (Hedges 1981; Lakens 2013, eq. 7): Γ(f/2) / (√(f/2) Γ((f − 1)/2)) with f = n − 1. `null` where
 * there is no spread, or too little of everything: the correction needs three pairs.
 */
export function hedgesG(differences: readonly number[]): number | null {
  const freedom = differences.length - 1;
  if (freedom < 2) return null;
  const deviation = standardDeviation(differences);
  if (deviation === 0) return null;
  const correction =
    Math.exp(jStat.gammaln(freedom / 2) - jStat.gammaln((freedom - 1) / 2)) / Math.sqrt(freedom / 2);
  return (mean(differences) / deviation) * correction;
}

/** Level of each of `comparisons` intervals that keeps the chance of any error on the page at 1 − `level`. */
export function bonferroni(level: number, comparisons: number): number {
  return 1 - (1 - level) / Math.max(1, comparisons);
}

/** Slope of the straight line through points that has the least squared error. Needs two different x. */
export function slope(points: readonly (readonly [x: number, y: number])[]): number {
  const [meanX, meanY] = [mean(points.map(([x]) => x)), mean(points.map(([, y]) => y))];
  const spread = points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
  if (spread === 0) throw new RangeError(`a slope needs two different x; got ${points.length} points`);
  return points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0) / spread;
}

/** Spearman's rank correlation, −1 to 1; equal values share their mean rank. 0 where one side is constant. */
export function rankCorrelation(points: readonly (readonly [x: number, y: number])[]): number {
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  if (new Set(xs).size < 2 || new Set(ys).size < 2) return 0;
  return jStat.spearmancoeff(xs, ys);
}
