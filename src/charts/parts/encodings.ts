import { msg } from '../../language/phrase.ts';
import { armVariable, depthVariable } from './colors.ts';
import { armInWords } from './names.ts';
import { legendColumns } from './panels.ts';
import type { PageScales } from './scales.ts';

/** What colours, shapes, dashes and marks stand for. Colours are CSS variables, so light, dark and print share a spec. */

/** One colour a depth; ordinal, so that the legend has exactly the depths that ran, sorted by number. */
export function depthColor(scales: PageScales) {
  return {
    field: 'depth',
    type: 'ordinal' as const,
    title: msg`Depth in layers`,
    sort: [...scales.depths],
    // Else the legend looks like whichever layer comes first, a faint band.
    legend: { symbolType: 'stroke' as const, symbolOpacity: 1, symbolStrokeWidth: 3 },
    scale: {
      domain: [...scales.depths],
      range: scales.depths.map(depth => `var(${depthVariable(depth)})`),
    },
  };
}

/** One colour an arm. */
export function armColor(scales: PageScales) {
  return {
    field: 'arm',
    type: 'nominal' as const,
    title: msg`Network`,
    sort: [...scales.arms],
    scale: {
      domain: [...scales.arms],
      range: scales.arms.map(arm => `var(${armVariable(arm, (scales.page ?? scales).arms)})`),
    },
  };
}

/** Shapes of points, one an arm, where arms share a panel and colour stands for depth. */
const shapes = [
  'circle',
  'square',
  'triangle-up',
  'diamond',
  'cross',
  'triangle-down',
  'triangle-left',
] as const;

/** One shape an arm. */
export function armShape({ arms }: PageScales) {
  const names = arms.map(armInWords);
  return {
    field: 'name',
    type: 'nominal' as const,
    title: msg`Network`,
    sort: names,
    legend: {
      symbolFillColor: 'var(--text)',
      symbolStrokeColor: 'var(--text)',
      symbolOpacity: 1,
      ...legendColumns(arms),
    },
    scale: { domain: names, range: arms.map((_, place) => shapes[place % shapes.length]!) },
  };
}
/** Unseen on a line, and larger than dots that are seen: the target of the pointer. */
export const pointerTarget = { type: 'point' as const, filled: true, size: 50, opacity: 0 };

export const TRAINING = msg`training (not augmented)`;
export const TEST = msg`test`;

/** A dash means test error, on every page and nowhere anything else; training error, the subject, is whole and heavy. */
export const measureDash = {
  field: 'measure',
  type: 'nominal' as const,
  title: msg`Error`,
  legend: { symbolStrokeColor: 'var(--text)', symbolOpacity: 1 },
  sort: [TRAINING, TEST],
  scale: {
    domain: [TRAINING, TEST],
    range: [
      [1, 0],
      [4, 3],
    ],
  },
};
export const measureWidth = {
  ...measureDash,
  scale: { domain: [TRAINING, TEST], range: [2.6, 1.3] },
};
/** An interval in the words of a tooltip, as a column of its own: `34.1 to 36.0`. */
export function intervalText(format: string) {
  return {
    calculate: `isValid(datum.low) ? format(datum.low, '${format}') + ' … ' + format(datum.high, '${format}') : '–'`,
    as: 'interval',
  };
}
