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
