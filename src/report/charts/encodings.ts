import { msg, type Text } from '../../language/phrase.ts';
import type { PageScales } from './chart.ts';

/** Pieces of specs that more than one chart uses. Colours are CSS variables, so light, dark and print share a spec. */

/** Name of the selection that a click on the legend of depths makes. */
export const PICKED = 'picked';

/** Goes into exactly one sublayer: on a layered parent it would be refused. */
export const pickDepth = {
  name: PICKED,
  select: { type: 'point' as const, fields: ['depth'] },
  bind: 'legend' as const,
};

/** Full where picked (or nothing is), faint elsewhere. */
export function opacityIfPicked(picked: number, other = 0.06) {
  return { condition: { param: PICKED, value: picked }, value: other };
}

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
      range: scales.depths.map(depth => depthVariable((scales.page ?? scales).depths.indexOf(depth))),
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
      range: scales.arms.map(arm => armVariable((scales.page ?? scales).arms.indexOf(arm))),
    },
  };
}

/** Panels in a given order, titled by their value alone. */
export function panels(field: string, order: readonly Text[]) {
  return { field, type: 'nominal' as const, title: null, sort: [...order], header: { title: null } };
}

export const TRAINING = msg`training (not augmented)`;
export const TEST = msg`test`;

/** Training error thin and dashed, test error bold and solid, as in Fig. 6 of the paper. */
export const measureDash = {
  field: 'measure',
  type: 'nominal' as const,
  title: msg`Error`,
  legend: { symbolStrokeColor: 'var(--text)', symbolOpacity: 1 },
  sort: [TRAINING, TEST],
  scale: {
    domain: [TRAINING, TEST],
    range: [
      [4, 3],
      [1, 0],
    ],
  },
};
export const measureWidth = {
  ...measureDash,
  scale: { domain: [TRAINING, TEST], range: [1.3, 2.4] },
};

export function depthVariable(i: number): string {
  return `var(--depth-${i})`;
}

export function armVariable(i: number): string {
  return `var(--arm-${i})`;
}
