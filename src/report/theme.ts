import type { Config } from 'vega-lite';
import type { PageScales } from './charts/chart.ts';

/**
 * Colours live in CSS variables and charts refer to them, so the reader's light or dark preference, also when it
 * changes, and print need no second drawing.
 */

// Known to Vega, missing from Vega-Lite's types.
const legendLayout = { layout: { top: { direction: 'horizontal', anchor: 'start', margin: 32 } } } as object;

/** What every chart of a page has in common. */
export const chartConfig: Config = {
  // A chart is one picture, with a name, a caption and a table.
  aria: false,
  background: 'transparent',
  font: 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif',
  padding: { left: 4, top: 4, right: 12, bottom: 4 },
  view: { stroke: null },
  axis: {
    labelColor: 'var(--muted)',
    titleColor: 'var(--text)',
    gridColor: 'var(--grid)',
    domainColor: 'var(--axis)',
    tickColor: 'var(--axis)',
    labelFontSize: 12,
    titleFontSize: 12,
    titleFontWeight: 'normal',
    titlePadding: 8,
    tickSize: 4,
    labelPadding: 4,
    labelOverlap: 'greedy',
    labelSeparation: 2,
  },
  legend: {
    orient: 'top',
    direction: 'horizontal',
    labelColor: 'var(--text)',
    titleColor: 'var(--muted)',
    labelFontSize: 12,
    titleFontSize: 12,
    titleFontWeight: 'normal',
    symbolStrokeWidth: 2.5,
    symbolSize: 160,
    columnPadding: 14,
    titlePadding: 4,
    titleLimit: 400,
    labelLimit: 300,
    offset: 14,
    ...legendLayout,
  },
  header: { labelColor: 'var(--text)', labelFontSize: 13, labelFontWeight: 600, labelPadding: 6 },
  facet: { spacing: 28 },
};

type Mode = 'light' | 'dark';

/** Of everything but data. */
const pageColors: Readonly<Record<Mode, Readonly<Record<string, string>>>> = {
  light: {
    page: '#fff',
    text: '#1d1f23',
    muted: '#5c626b',
    grid: '#e6e8eb',
    axis: '#9aa1aa',
    panel: '#f6f7f8',
    link: '#0b5cad',
    'first-set': '#00795a',
    'second-set': '#a8527f',
    supported: '#0a6b3f',
    refuted: '#b3261e',
    inconclusive: '#6b5900',
  },
  dark: {
    page: '#15171a',
    text: '#e6e8ea',
    muted: '#a3abb5',
    grid: '#2b2f35',
    axis: '#666e78',
    panel: '#1e2125',
    link: '#7db8f0',
    'first-set': '#3fc79a',
    'second-set': '#dd9bc0',
    supported: '#5fd39a',
    refuted: '#ff8a80',
    inconclusive: '#e3c75a',
  },
};

/** Names of the variables that hold the colours of two sets that are compared. */
export const setVariables = ['--first-set', '--second-set'] as const;

/** Okabe and Ito's colours, legible to colour-blind readers; lighter ones on a dark page. */
const armColors = {
  light: ['#c44e00', '#0072b2', '#00795a', '#a8527f', '#8a6d00', '#5b5b5b'],
  dark: ['#f2915a', '#63b8ec', '#3fc79a', '#dd9bc0', '#e6b93c', '#b5b5b5'],
};

/** Part of viridis that stands out from the page; the deepest network always stands out most. */
const depthRange = { light: [0.56, 0], dark: [0.42, 0.97] } as const;

/** Where common depths lie on their scale, so that these differ well; others lie between them, by their logarithm. */
const depthScale: readonly (readonly [depth: number, position: number])[] = [
  [2, 0],
  [8, 0.17],
  [20, 0.38],
  [56, 0.68],
  [110, 0.86],
  [1202, 1],
];

/** Name of the variable that holds a depth's colour: the same on all pages. */
export function depthVariable(depth: number): string {
  return `--depth-${depth}`;
}

/** Name of the variable that holds an arm's colour: the first of each kind has the same on all pages, others count on. */
export function armVariable(arm: string, arms: readonly string[]): string {
  return `--arm-${armPlace(arm, arms)}`;
}

function armPlace(arm: string, arms: readonly string[]): number {
  const firsts = [arms.find(isPlain), arms.find(other => !isPlain(other))];
  const others = arms.filter(other => !firsts.includes(other));
  const place = firsts.indexOf(arm);
  return place >= 0 ? place : firsts.length + others.indexOf(arm);
}

/** Arms are named after their kind. */
export function isPlain(arm: string): boolean {
  return arm.startsWith('plain');
}

/** Colour variables of data, by name, for one of the two modes. */
export function dataColors(
  mode: Mode,
  { depths, arms }: Pick<PageScales, 'depths' | 'arms'>,
): Map<string, string> {
  const [from, to] = depthRange[mode];
  const colors = armColors[mode];
  return new Map([
    ...depths.map(
      depth => [depthVariable(depth), viridis(from + depthPosition(depth) * (to - from))] as const,
    ),
    ...arms.map(arm => [armVariable(arm, arms), colors[armPlace(arm, arms) % colors.length]!] as const),
  ]);
}

/** From 0 for the shallowest networks to 1 for the deepest. */
function depthPosition(depth: number): number {
  const above = depthScale.findIndex(([known]) => known >= depth);
  if (above <= 0) return above === 0 ? 0 : 1;
  const [[low, start], [high, end]] = [depthScale[above - 1]!, depthScale[above]!];
  return start + ((end - start) * Math.log(depth / low)) / Math.log(high / low);
}

/** All colour variables of a page, given those of its data. */
export function pageVariables(mode: Mode, ofData: ReadonlyMap<string, string>): Map<string, string> {
  const ofPage = Object.entries(pageColors[mode]).map(([name, color]) => [`--${name}`, color] as const);
  return new Map([...ofPage, ...ofData]);
}

/** Rules that set these variables, by what the reader's system or the reader wants; print is always light. */
export function colorRules(ofData: (mode: Mode) => ReadonlyMap<string, string>): string {
  const [light, dark] = (['light', 'dark'] as const).map(mode =>
    [...pageVariables(mode, ofData(mode))].map(([name, color]) => `${name}:${color}`).join(';'),
  );
  return `:root{${light}}
@media screen and (prefers-color-scheme: dark){:root:not([data-theme=light]){${dark}}}
@media screen{:root[data-theme=dark]{${dark}}}
`;
}

/** Nine colours of viridis at equal distances, RGB. */
const stops = ['440154', '472d7b', '3b528b', '2c728e', '21918c', '28ae80', '5ec962', 'addc30', 'fde725'].map(
  hex => [0, 2, 4].map(i => Number.parseInt(hex.slice(i, i + 2), 16)),
);

function viridis(t: number): string {
  const position = t * (stops.length - 1);
  const i = Math.min(Math.floor(position), stops.length - 2);
  const channels = stops[i]!.map((from, channel) => {
    const to = stops[i + 1]![channel]!;
    return Math.round(from + (position - i) * (to - from));
  });
  return `rgb(${channels.join(' ')})`;
}
