import type { Ends } from './ends.ts';

/** What the reader has chosen, the same for all charts of the page. */
export interface Choices {
  /** The network or run that is highlighted; `null` for none in particular. */
  focus: Focus | null;
  /** Depths that are highlighted; none: all alike. */
  picks: readonly number[];
  /** Ends of the stretch of epochs that is shown; `null` for all. */
  epochs: Ends | null;
  /** Series that are not drawn, by `keyOf`. */
  hidden: readonly string[];
}

/** A network, or one run of it. */
export interface Focus {
  readonly arm: string;
  readonly depth: number;
  /** `null` for all. */
  readonly seed: number | null;
}

/** Whether a row is of what is highlighted. */
export function isOf({ arm, depth, seed }: Focus, row: Readonly<Record<string, unknown>>): boolean {
  return row.arm === arm && row.depth === depth && (seed === null || row.seed === seed);
}

export function isSame(one: Focus | null, other: Focus): boolean {
  return one !== null && one.seed === other.seed && isOf({ ...one, seed: null }, { ...other });
}

/** Vega transforms that tell of each row whether it is highlighted by the signal `focus`, and whether it is that very run. */
export const focusing = [
  {
    calculate:
      'focus === null || !isValid(datum.arm) || (datum.arm === focus.arm && (!isValid(datum.depth) || datum.depth === focus.depth) && (focus.seed === null || !isValid(datum.seed) || datum.seed === focus.seed))',
    as: 'inFocus',
  },
  {
    calculate:
      'focus !== null && focus.seed !== null && datum.arm === focus.arm && datum.depth === focus.depth && datum.seed === focus.seed',
    as: 'isFocus',
  },
];

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
