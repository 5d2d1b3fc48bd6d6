import { msg } from '../../language/phrase.ts';

/** What a reader may choose: the selections, signals and columns of specs that the page’s script hands from chart to chart. */

/** Name of the selection that a click on the legend of depths makes; the page’s script hands it on to the other charts. */
export const PICKED = 'picked';

/** Goes into exactly one sublayer: on a layered parent it would be refused. */
export const pickDepth = {
  name: PICKED,
  select: { type: 'point' as const, fields: ['depth'] },
  bind: 'legend' as const,
};

/** The same by a click on what is drawn, for charts whose legend does not name depths. */
export const pickDrawnDepth = { name: PICKED, select: { type: 'point' as const, fields: ['depth'] } };

/** Goes on top of a spec whose horizontal axis is `epochAxis`: ends of the stretch that is drawn, `null` for all. */
export const epochEnds = [
  { name: 'epochFrom', value: null },
  { name: 'epochTo', value: null },
];

/** Drawn with the pointer over a stretch of epochs, in one sublayer; the page’s script makes it the ends of the axis. */
export const brushEpochs = {
  name: 'brushed',
  select: { type: 'interval' as const, encodings: ['x'] },
};

/** Epochs, of which a reader may choose a part. Marks on it must be clipped. */
export const epochAxis = {
  field: 'epoch',
  type: 'quantitative' as const,
  title: msg`Epoch`,
  axis: { format: 'd', tickMinStep: 1, grid: false, tickCount: 8 },
  scale: { nice: false, domainMin: { expr: 'epochFrom' }, domainMax: { expr: 'epochTo' } },
};

/**
 * Columns that the page’s script adds for the network or run that a reader has chosen in a table; rows that are drawn
 * without a page have none, and all are alike.
 */
export const [IN_FOCUS, IS_FOCUS] = ['inFocus', 'isFocus'];

/** Full where picked or chosen (or nothing is), faint elsewhere. */
export function opacityIfPicked(picked: number, other = 0.06) {
  const test = { and: [{ param: PICKED }, `datum.${IN_FOCUS} !== false`] };
  return { condition: { test, value: picked }, value: other };
}

/** Of the line of a single seed: as of all seeds, or as the one that is chosen. */
export function ofSeed({ condition, value }: { condition?: object; value: number }, chosen: number) {
  const focus = { test: `datum.${IS_FOCUS} === true`, value: chosen };
  return { condition: condition ? [focus, condition] : [focus], value };
}
/** Goes on top of a spec that a slider moves through training: the epoch, `null` for the end, and one seed or means. */
export const trainingMoment = [
  { name: 'at', value: null },
  { name: 'seedShown', value: null },
];

/** In the column `at` of rows that are drawn wherever the slider stands. */
export const ALWAYS = -1;

/** Keeps the rows of the moment. */
export const atMomentShown = { filter: `datum.at === ${ALWAYS} || datum.at === at` };
