import { msg, type Text } from '../../language/phrase.ts';
import { armVariable, depthVariable } from './colors.ts';
import type { PageScales } from './scales.ts';
import type { Row } from './table.ts';

/** Pieces of specs that more than one chart uses. Colours are CSS variables, so light, dark and print share a spec. */

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
  return {
    field: 'arm',
    type: 'nominal' as const,
    title: msg`Network`,
    sort: [...arms],
    legend: {
      symbolFillColor: 'var(--text)',
      symbolStrokeColor: 'var(--text)',
      symbolOpacity: 1,
      ...legendColumns(arms),
    },
    scale: { domain: [...arms], range: arms.map((_, place) => shapes[place % shapes.length]!) },
  };
}

/** Letters in a line of a panel's title; the page’s script halves them where panels are narrow. */
const PANEL_TITLE = 30;

/** What goes into a line of a long label: it breaks behind commas, and in front of signs that join regularizers. */
const lineOf = (letters: number) => `(.{1,${letters}}$|.{1,${letters}}(?:,(?= )|，|(?= [+·] ))) ?`;

/** An expression that breaks labels into lines. */
function wrapped(letters: number): string {
  return `split(trim(replace(datum.label, regexp('${lineOf(letters)}', 'g'), '$1\\n')), '\\n')`;
}

/** Letters in a line of a label at the left of a chart. */
const LINE_LABEL = 34;
const LINE_HEIGHT = 13;

/** Names at the left of a chart, one below the other in this order, and the pixels that each of them needs. */
export function lineAxis(field: string, names: readonly Text[]) {
  const lines = names.map(name => String(name).match(new RegExp(lineOf(LINE_LABEL), 'g'))?.length ?? 1);
  return {
    y: {
      field,
      type: 'nominal' as const,
      title: null,
      sort: [...names],
      axis: { grid: true, labelLimit: 240, labelExpr: wrapped(LINE_LABEL), labelLineHeight: LINE_HEIGHT },
    },
    height: { step: Math.max(26, LINE_HEIGHT * Math.max(1, ...lines) + 8) },
  };
}

/** Long names stand below each other, or a legend would be wider than a telephone. */
export function legendColumns(names: readonly string[]): { readonly columns?: number } {
  return names.some(name => name.length > 18) ? { columns: 1 } : {};
}

/** Letters in a line of a small panel’s title, which has a smaller font. */
const SMALL_PANEL_TITLE = 20;

/** Panels in a given order, titled by their value alone. */
export function panels(field: string, order: readonly Text[], small = false) {
  return {
    field,
    type: 'nominal' as const,
    title: null,
    sort: [...order],
    header: small
      ? { title: null, labelExpr: wrapped(SMALL_PANEL_TITLE), labelLineHeight: 13, labelFontSize: 11 }
      : { title: null, labelExpr: wrapped(PANEL_TITLE), labelLineHeight: 16 },
  };
}

/** Those of the titles that some row has in its column `panel`, in their order. */
export function drawnPanels(titles: readonly Text[], rows: readonly Row[]): Text[] {
  const drawn = new Set(rows.map(({ panel }) => String(panel)));
  return titles.filter(title => drawn.has(String(title)));
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
export function logAxis({ type }: ValueScale) {
  return type === 'log' ? { axis: { format: '~r', tickCount: 6 } } : {};
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

/** Goes on top of a spec that a slider moves through training: the epoch, `null` for the end, and one seed or means. */
export const trainingMoment = [
  { name: 'at', value: null },
  { name: 'seedShown', value: null },
];

/** In the column `at` of rows that are drawn wherever the slider stands. */
export const ALWAYS = -1;

/** Keeps the rows of the moment. */
export const atMomentShown = { filter: `datum.at === ${ALWAYS} || datum.at === at` };

/** An interval in the words of a tooltip, as a column of its own: `34.1 to 36.0`. */
export function intervalText(format: string) {
  return {
    calculate: `isValid(datum.low) ? format(datum.low, '${format}') + ' … ' + format(datum.high, '${format}') : '–'`,
    as: 'interval',
  };
}

/** Infinity where there is none. */
export function smallestPositive(rows: readonly Row[], field: string): number {
  return rows.reduce((least, row) => {
    const value = row[field];
    return typeof value === 'number' && value > 0 ? Math.min(least, value) : least;
  }, Number.POSITIVE_INFINITY);
}
