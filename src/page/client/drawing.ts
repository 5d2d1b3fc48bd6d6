import type { EmbedOptions, Result, VisualizationSpec } from 'vega-embed';
import type { Box } from './boxes.ts';
import { all, read, root, text } from './dom.ts';
import { columnsIn, isNarrow, panelWidth, WIDEST_PANEL } from './layout.ts';
import { applyChoices, listen, shownParameters } from './sharing.ts';
import { forgetTargets } from './values.ts';

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
  facet: { header: { labelExpr: string } };
  spec: { width: number; layer?: Layer[]; encoding?: Layer['encoding'] };
}

interface Layer {
  readonly encoding?: { readonly x?: { title?: unknown } };
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
  await embed(box);
  await fitWidth(box);
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

function widthOfPanel({ width, reserve, fit, columns }: Box): number {
  return panelWidth(width, reserve, fit, columns);
}

async function embed(box: Box): Promise<void> {
  box.view?.finalize();
  const spec = structuredClone(box.specs[box.shown]) as unknown as Drawable;
  spec.data = { name: 'rows', values: structuredClone(box.rows) };
  spec.columns = box.columns;
  spec.spec.width = widthOfPanel(box);
  const { params, transforms } = shownParameters(box);
  spec.params = [...(spec.params ?? []), ...params];
  spec.transform = [...transforms, ...(spec.transform ?? [])];
  if (box.cramped) shorten(spec);
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

/** Long names leave little for panels: they are smaller then, and titles have shorter lines. */
function shorten(spec: Drawable): void {
  const { header } = spec.facet;
  header.labelExpr = header.labelExpr.replaceAll(
    /\{1,(\d+)\}/g,
    (_, letters) => `{1,${Number(letters) / 2}}`,
  );
  for (const { encoding } of spec.spec.layer ?? [spec.spec]) {
    if (typeof encoding?.x?.title !== 'string') continue;
    encoding.x.title = encoding.x.title.match(/.{1,20}(?: |$)|.{1,20}/g);
  }
}

function configFor({ width, cramped }: Box): Config {
  const config = read<Config>('chart-config');
  const layout = { top: { direction: 'vertical', anchor: 'start', margin: 8 } };
  const narrow = { ...config, legend: { ...config.legend, layout } };
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
