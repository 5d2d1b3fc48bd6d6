import jStat from 'jstat';

/** The middle value, or the mean of the two in the middle. Throws on an empty list: nothing was measured. */
export function median(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError('median of no values');
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Interval that holds the median of what the values are drawn from, and the share of such intervals that do. */
export interface MedianInterval {
  readonly low: number;
  readonly high: number;
  readonly level: number;
}

/**
 * The narrowest interval between order statistics that holds the median with a probability of at least `level`, whatever
 * the distribution (Thompson 1936: the number of values below the median is binomial); null where even the lowest and the
 * highest do so too seldom.
 */
export function medianInterval(values: readonly number[], level = 0.95): MedianInterval | null {
  const sorted = values.toSorted((a, b) => a - b);
  const n = sorted.length;
  // Probability that fewer than k values lie below the median.
  const below = (k: number) => (k === 0 ? 0 : jStat.binomial.cdf(k - 1, n, 0.5));
  for (let k = n >> 1; k >= 1; k--) {
    const held = 1 - 2 * below(k);
    if (held >= level) return { low: sorted[k - 1]!, high: sorted[n - k]!, level: held };
  }
  return null;
}
