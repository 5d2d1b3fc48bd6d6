import type { Row } from './table.ts';

/** Scales of value axes, linear and logarithmic. */

/** Scale of a value axis, as Vega-Lite has it. */
export interface ValueScale {
  readonly type?: 'log';
  readonly domain?: readonly [number, number];
  readonly zero?: boolean;
  readonly nice?: boolean;
}

/** What has no place on a logarithmic axis is not drawn; the ends of intervals are cut instead. */
export function onScale({ type, domain }: ValueScale, field: string) {
  if (type !== 'log') return {};
  const least = domain?.[0] ?? Number.MIN_VALUE;
  return {
    transform: [
      { filter: `datum['${field}'] === null || datum['${field}'] > 0` },
      { calculate: `datum.low === null ? null : max(datum.low, ${least})`, as: 'low' },
    ],
  };
}

/** Few digits, and labels only where there is room: a logarithmic axis has many ticks. */
export const fewTicks = {
  tickCount: 6,
  labelExpr: `datum.value !== 0 && abs(datum.value) < 0.001 ? format(datum.value, '~e') : format(datum.value, '~r')`,
} as const;

/** What an axis adds where it is logarithmic: `fewTicks`. */
export function logAxis({ type }: ValueScale) {
  return type === 'log' ? { axis: fewTicks } : {};
}

const exponent = 'round(log(datum.value) / LN10 * 1e6) / 1e6';
const digit = (of: string) => `['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'][${of}]`;

/** Labels an axis of many decades: 10⁻³, 1, 10, 10²; nothing between powers of ten. */
export const powersOfTen =
  `floor(${exponent}) !== ${exponent} ? '' : ${exponent} === 0 ? '1' : ${exponent} === 1 ? '10' : ` +
  `'10' + (${exponent} < 0 ? '⁻' : '') + (abs(${exponent}) > 9 ? ${digit(`floor(abs(${exponent}) / 10)`)} : '') + ` +
  digit(`abs(${exponent}) % 10`);

/** Signals by which a reader's choice fits the vertical axis; whoever draws without a page leaves them alone. */
export function valueEnds({ type }: ValueScale) {
  return [
    { name: 'valueFrom', value: null },
    { name: 'valueTo', value: null },
    { name: 'valuesArePositive', value: type === 'log' },
  ];
}

/** A vertical scale between two values, unless the reader has chosen a part. */
export function fittedScale({ type }: ValueScale, [low, high]: readonly [number, number]) {
  return {
    ...(type ? { type } : { zero: false }),
    nice: false,
    domainMin: { expr: `valueFrom === null ? ${low} : valueFrom` },
    domainMax: { expr: `valueTo === null ? ${high} : valueTo` },
  };
}
/** Infinity where there is none. */
export function smallestPositive(rows: readonly Row[], field: string): number {
  return rows.reduce((least, row) => {
    const value = row[field];
    return typeof value === 'number' && value > 0 ? Math.min(least, value) : least;
  }, Number.POSITIVE_INFINITY);
}
