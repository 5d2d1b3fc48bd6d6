import type { Row } from './data.ts';

/** Ends of a stretch of an axis. */
export type Ends = readonly [from: number, to: number];

/** Columns whose values a vertical axis has to have room for; intervals may end beyond it. */
const values = ['error', 'loss'] as const;

/** Room above and below what is drawn, as a share of it. */
const MARGIN = 0.04;

/**
 * Ends of the vertical axis that what is drawn between two epochs needs; `null` where nothing is.
 *
 * @param positive whether the axis is logarithmic: what has no place on it needs none
 */
export function valueEnds(rows: readonly Row[], epochs: Ends | null, positive: boolean): Ends | null {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const row of rows) {
    const epoch = row.epoch as number;
    if (epochs && (epoch < epochs[0] || epoch > epochs[1])) continue;
    for (const name of values) {
      const value = row[name];
      if (typeof value !== 'number' || (positive && value <= 0)) continue;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }
  if (low > high) return null;
  if (positive) return [low, high > low ? high : low * 2];
  const room = (high - low || 1) * MARGIN;
  return [Math.max(0, low - room), high + room];
}
