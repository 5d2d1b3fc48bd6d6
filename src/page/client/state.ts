import type { Ends } from './ends.ts';

/** What the reader has chosen, the same for all charts of the page. */
export interface Choices {
  /** Depths that are highlighted; none: all alike. */
  picks: readonly number[];
  /** Ends of the stretch of epochs that is shown; `null` for all. */
  epochs: Ends | null;
  /** Series that are not drawn, by `keyOf`. */
  hidden: readonly string[];
}

/** How a series is called among the hidden ones. */
export function keyOf(column: 'depth' | 'arm', value: string | number): string {
  return `${column} ${value}`;
}

/** Vega expression that keeps a row none of whose series is among the signal `hidden`. */
export const IS_SHOWN = ['depth', 'arm']
  .map(column => `indexof(hidden, '${column} ' + datum.${column}) < 0`)
  .join(' && ');

/** `list` with `item`, or without it if it had it. */
export function toggled<T>(list: readonly T[], item: T): T[] {
  return list.includes(item) ? list.filter(other => other !== item) : [...list, item];
}
