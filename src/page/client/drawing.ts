import type { EmbedOptions, Result, VisualizationSpec } from 'vega-embed';
import { type Box, type Height, hasSignal } from './boxes.ts';
import { all, read, root, text } from './dom.ts';
import {
  columnsIn,
  isNarrow,
  lettersIn,
  lineHeight,
  linesWithin,
  panelHeight,
  panelWidth,
  WIDEST_PANEL,
} from './layout.ts';
import { applyChoices, listen, shownParameters } from './sharing.ts';
import { forgetTargets } from './values.ts';

/** Pixels of a depth and its symbol. */
const LEGEND_ENTRY = 48;

declare global {
  interface Window {
    vegaEmbed(element: HTMLElement, spec: VisualizationSpec, options: EmbedOptions): Promise<Result>;
  }
}

interface Config {
  readonly legend: object;
  readonly axis: object;
}

/** Parts of a specification that are changed before it is drawn. */
interface Drawable {
  data?: unknown;
  columns?: number;
  params?: unknown[];
  transform?: unknown[];
  facet: { field: string; header: { labelExpr: string } };
  spec: { width: number; height?: Height; layer?: Layer[]; encoding?: Layer['encoding'] };
}

interface Layer {
  readonly encoding?: { readonly x?: Channel; readonly y?: Channel };
}

interface Channel {
  title?: unknown;
}

/** Draws all boxes one after the other; a chart that fails says so in its place. */
export async function drawAll(boxes: readonly Box[]): Promise<void> {
  let failures = 0;
  for (const box of boxes) {
    // Between two charts the reader may scroll, read and click.
    await new Promise(resolve => setTimeout(resolve));
    try {
      await draw(box);
    } catch (error) {
      failures += 1;
      box.element.textContent = text('failed', (error as Error).message);
    }
  }
  root.dataset.charts = failures === 0 ? 'drawn' : 'failed';
}

/** Where no chart can be drawn: each place says why. */
export function sayWhy({ message }: Error): void {
  for (const element of all('main [data-chart]')) element.textContent = text('failed', message);
  root.dataset.charts = 'failed';
}

/** Draws a chart as wide as its box. */
export async function draw(box: Box): Promise<void> {
  box.width = box.element.clientWidth;
  box.columns = columnsIn(box.width, box.fit);
  box.cramped = false;
  box.height = null;
  await embed(box);
  await fitWidth(box);
  await fitFirstScreen(box);
  describe(box);
}

/** New rows in an old drawing, where nothing else has changed: nothing flickers. */
export async function redraw(box: Box): Promise<void> {
  if (!box.view || box.drawn !== JSON.stringify(box.specs[box.shown])) return draw(box);
  await box.view.view.data('rows', structuredClone(box.rows) as Record<string, unknown>[]).runAsync();
  describe(box);
}

/** Axis labels decide how much room is left for panels: they are known only when they are drawn. */
async function fitWidth(box: Box): Promise<void> {
  const slack = box.element.clientWidth - widthOf(box);
  // A second drawing takes as long as the first.
  if (slack >= 0 && (slack <= 24 || widthOfPanel(box) >= WIDEST_PANEL)) return;
  box.reserve -= slack;
  if (!box.cramped && widthOfPanel(box) < Math.min(180, box.fit.minimumPanel - 50)) {
    box.cramped = true;
    await embed(box);
    return fitWidth(box);
  }
  await box.view!.view.signal('child_width', widthOfPanel(box)).resize().runAsync();
}

/** The picture beside the answer is lower where the screen is, so that it is seen without scrolling. */
async function fitFirstScreen(box: Box): Promise<void> {
  if (!box.element.closest('.first')) return;
  // Titles of axes that are broken anew may take back some of what was gained.
  for (let round = 0; round < 2; round += 1) {
    const height = heightWithinScreen(box);
    if (height === null) return;
    box.height = height;
    await embed(box);
    await fitWidth(box);
  }
}

/** `null` where the chart is seen as it is, or can be no lower. */
function heightWithinScreen({
  element,
  rows,
  columns,
  specs,
  shown,
  view,
  height: lowered,
}: Box): Height | null {
  const svg = element.querySelector('svg')!;
  const excess = Math.ceil(svg.getBoundingClientRect().bottom + scrollY - innerHeight);
  if (excess <= 0) return null;
  const height = view!.view.signal('child_height');
  if (hasSignal(view!, 'y_step')) {
    const step = view!.view.signal('y_step');
    return lowered === null ? { step: lineHeight(step, height / step, excess) } : null;
  }
  const { field } = (specs[shown] as unknown as Drawable).facet;
  const stacked = Math.ceil(new Set(rows.map(row => row[field])).size / columns);
  const lower = panelHeight(height, excess, stacked);
  return lower < height ? lower : null;
}

function widthOfPanel({ width, reserve, fit, columns }: Box): number {
  return panelWidth(width, reserve, fit, columns);
}

async function embed(box: Box): Promise<void> {
  box.view?.finalize();
  const spec = structuredClone(box.specs[box.shown]) as unknown as Drawable;
  spec.data = { name: 'rows', values: structuredClone(box.rows) };
  spec.columns = box.columns;
  spec.spec.width = widthOfPanel(box);
  if (box.height !== null) spec.spec.height = box.height;
  const { params, transforms } = shownParameters(box);
  spec.params = [...(spec.params ?? []), ...params];
  spec.transform = [...transforms, ...(spec.transform ?? [])];
  breakTitles(spec);
  box.view = await window.vegaEmbed(box.element, spec as unknown as VisualizationSpec, {
    actions: false,
    ast: true,
    config: configFor(box) as NonNullable<EmbedOptions['config']>,
    defaultStyle: false,
    // A chart all of whose series are hidden is no mistake to be told of.
    logLevel: 1,
    renderer: 'svg',
    // Values are shown at the pointer and at the keyboard's place alike, by `values.ts`.
    tooltip: false,
  });
  box.drawn = JSON.stringify(box.specs[box.shown]);
  listen(box);
  await applyChoices(box);
}

/** Titles of small panels, and of their axes, would run into each other. */
function breakTitles({ facet: { header }, spec }: Drawable): void {
  const letters = lettersIn(spec.width);
  header.labelExpr = header.labelExpr.replaceAll(
    /\{1,(\d+)\}/g,
    (_, most) => `{1,${Math.min(Number(most), letters)}}`,
  );
  for (const { encoding } of spec.layer ?? [spec]) {
    breakTitle(encoding?.x, spec.width);
    if (typeof spec.height === 'number') breakTitle(encoding?.y, spec.height);
  }
}

function breakTitle(channel: Channel | undefined, width: number): void {
  if (typeof channel?.title !== 'string') return;
  const lines = linesWithin(channel.title, width);
  if (lines.length > 1) channel.title = lines;
}

function configFor(box: Box): Config {
  const { width, cramped, columns } = box;
  const config = read<Config>('chart-config');
  const layout = { top: { direction: 'vertical', anchor: 'start', margin: 8 } };
  const entries = Math.max(1, Math.floor((columns * widthOfPanel(box)) / LEGEND_ENTRY));
  const narrow = { ...config, legend: { ...config.legend, layout, columns: entries } };
  if (cramped) return { ...narrow, axis: { ...config.axis, labelFontSize: 10 } };
  return isNarrow(width) ? narrow : config;
}

function widthOf({ element }: Box): number {
  return Math.ceil(element.querySelector('svg')!.getBoundingClientRect().width);
}

/** Vega names its root in English, in words that say nothing of the chart. */
export function describe(box: Box): void {
  const { element, id } = box;
  forgetTargets(box);
  const svg = element.querySelector('svg')!;
  element.dataset.width = String(box.width);
  // Its values are read by keys, and what can be scrolled must be reached by keyboard.
  element.tabIndex = 0;
  element.setAttribute('role', 'application');
  element.setAttribute('aria-roledescription', text('chart'));
  element.setAttribute('aria-labelledby', `${id}-title`);
  element.setAttribute('aria-describedby', 'chart-keys');
  withoutParts(svg);
  svg.setAttribute('role', 'img');
  svg.setAttribute('aria-labelledby', `${id}-title`);
  svg.setAttribute('aria-describedby', `${id}-caption`);
}

/** Of a brush Vega tells all the same, and again whenever it moves: a chart is one picture. */
function withoutParts(svg: SVGSVGElement): void {
  const quiet = () => {
    for (const part of svg.querySelectorAll('[role]')) part.removeAttribute('role');
  };
  quiet();
  new MutationObserver(quiet).observe(svg, {
    subtree: true,
    childList: true,
    attributes: true,
    attributeFilter: ['role'],
  });
}
