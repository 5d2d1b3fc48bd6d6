import { PAGE_LEVEL } from '../../evidence/claims/claim.ts';
import { type Estimate, tInterval } from '../../evidence/statistics.ts';
import { significant, significantOrNull } from '../../language/numbers.ts';

/**
 * A mean over seeds with its interval, as charts draw it: cut to what values can be, and to so many digits.
 *
 * @param range what no value can leave: the interval does not know of it
 */
export function drawnInterval(
  values: readonly number[],
  [least, most]: readonly [number, number],
  digits?: number,
): Estimate {
  const { n, mean, low, high } = tInterval(values, PAGE_LEVEL);
  return {
    n,
    mean: significant(mean, digits),
    low: significantOrNull(low === null ? null : Math.max(least, low), digits),
    high: significantOrNull(high === null ? null : Math.min(most, high), digits),
  };
}
