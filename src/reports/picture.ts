import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Resvg } from '@resvg/resvg-js';
import opentype, { type Font } from 'opentype.js';
import { optimize } from 'svgo';
import { None, parse, textMetrics, View } from 'vega';
import { type Config, compile } from 'vega-lite';
import { type BuiltChart, type ChartBuilder, specWithRows } from '../charts/parts/chart.ts';
import { dataColors } from '../charts/parts/colors.ts';
import { type PageScales, scalesOf } from '../charts/parts/scales.ts';
import { chartConfig } from '../charts/parts/theme.ts';
import { type LanguageCode, languageCodes } from '../language/languages.ts';
import type { Text, Translations } from '../language/phrase.ts';
import { html, verbatim } from '../page/html.ts';
import { pageVariables } from '../page/theme.ts';
import { sortRuns } from '../results/networks.ts';
import type { RunResult } from '../results/schema.ts';

/** Pixels of a PNG for each of an SVG: sharp on paper and on dense screens. */
const PNG_SCALE = 2;

/** Has the mathematical signs of axis titles; the only one that pictures use, so that all machines draw alike. */
const fontFamily = 'DejaVu Sans';
const fontFiles = ['DejaVuSans.ttf', 'DejaVuSans-Bold.ttf'].map(file =>
  join(dirname(createRequire(import.meta.url).resolve('dejavu-fonts-ttf/package.json')), 'ttf', file),
);

let fonts: { readonly normal: Font; readonly bold: Font } | undefined;

/** Lets Vega leave as much room for words as they take: without a browser it guesses, and too much. */
function measureText(): void {
  if (fonts) return;
  const [normal, bold] = fontFiles.map(file => {
    const { buffer, byteOffset, byteLength } = readFileSync(file);
    return opentype.parse(buffer.slice(byteOffset, byteOffset + byteLength));
  }) as [Font, Font];
  fonts = { normal, bold };
  textMetrics.width = ({ text, fontSize = 11, fontWeight, limit }, line = text) => {
    const isBold = fontWeight === 'bold' || Number(fontWeight) >= 600;
    const font = isBold ? bold : normal;
    // Glyph by glyph: of ligatures, which the library would look for, it does not know all kinds.
    const units = [...String(line ?? '')].reduce(
      (sum, sign) => sum + font.charToGlyph(sign).advanceWidth!,
      0,
    );
    const width = (units / font.unitsPerEm) * fontSize;
    return limit ? Math.min(limit, width) : width;
  };
}

export interface PictureOptions {
  /** Default: English. */
  readonly language?: LanguageCode;
  /** Colours as variables that the page around it defines, instead of those of a light page. */
  readonly themed?: boolean;
  /** What there is to see; default: the chart's own advice. */
  readonly description?: Text;
}

/** One chart of these runs as a picture of its own; `null` as long as there are no rows to draw. */
export async function chartPicture(
  builder: ChartBuilder,
  runs: readonly RunResult[],
  options: PictureOptions = {},
): Promise<string | null> {
  const sorted = sortRuns(runs);
  const scales = scalesOf(sorted);
  const chart = builder.build(sorted, scales);
  return chart ? drawPicture({ builder, chart, scales }, options) : null;
}

/** SVG of a chart, titled and described for screen readers. */
async function drawPicture(
  { builder, chart, scales }: BuiltChart,
  { language = 'en', themed = false, description = chart.lookFor }: PictureOptions,
): Promise<string> {
  const config: Config = themed
    ? chartConfig
    : { ...chartConfig, background: '#fff', font: `${fontFamily}, sans-serif` };
  measureText();
  const { spec } = compile(specWithRows(chart, language), { config });
  // What it would warn of is a window that Node.js does not have, to draw in.
  const view = new View(parse(spec), { renderer: 'none', logLevel: None });
  // One picture, whose parts are none: of them a reader of screens would hear nothing but names of marks.
  const svg = (await view.toSVG()).replaceAll(/ (?:role|aria-roledescription|aria-label)="[^"]*"/g, '');
  view.finalize();
  const words = html`<title>${builder.title}</title><desc>${description}</desc>`;
  const titled = html`<svg role="img" ${verbatim(svg.slice('<svg '.length, svg.indexOf('>')))}>${words}`;
  const whole = titled.in(language) + svg.slice(svg.indexOf('>') + 1);
  return themed ? whole : withColors(whole, scales);
}

/** Pictures of charts as files for papers and slides. */
export async function* takeAwayPictures(
  charts: readonly BuiltChart[],
): AsyncGenerator<{ readonly name: string; readonly content: string | Buffer }> {
  for (const built of charts) {
    const svg = await drawPicture(built, {});
    yield { name: `${built.builder.id}.svg`, content: svg };
    yield { name: `${built.builder.id}.png`, content: toPng(svg) };
  }
}

/** A chart as the index shows it. */
export async function indexPicture(built: BuiltChart): Promise<Translations> {
  const drawn: [LanguageCode, string][] = [];
  for (const language of languageCodes) {
    drawn.push([language, shortened(await drawPicture(built, { language, themed: true }))]);
  }
  return Object.fromEntries(drawn) as Record<LanguageCode, string>;
}

/** Half as many bytes and less, as a page has many such pictures: hundredths of a pixel, no defaults, groups for what is alike. */
function shortened(svg: string): string {
  return optimize(svg, {
    floatPrecision: 2,
    plugins: [
      'cleanupNumericValues',
      'convertPathData',
      'convertTransform',
      // The page's reader of screens needs its role.
      { name: 'removeUnknownsAndDefaults', params: { keepRoleAttr: true, keepAriaAttrs: true } },
      'moveElemsAttrsToGroup',
      'mergePaths',
      'collapseGroups',
    ],
  }).data;
}

/** The same picture in pixels. */
export function toPng(svg: string): Buffer {
  const font = { fontFiles, loadSystemFonts: false, defaultFontFamily: fontFamily };
  return new Resvg(safeToPaint(svg), { fitTo: { mode: 'zoom', value: PNG_SCALE }, font }).render().asPng();
}

/** Colours themselves where a chart refers to variables of a page: programs that show pictures know none. */
function withColors(svg: string, scales: PageScales): string {
  const colors = pageVariables('light', dataColors('light', scales));
  return svg.replaceAll(/var\((--[\w-]+)\)/g, (reference, name) => colors.get(name) ?? reference);
}

/**
 * Without clipping and without what cannot be seen, as the targets of pointers: resvg ends the whole process where such
 * things lie outside of the picture.
 */
function safeToPaint(svg: string): string {
  return svg
    .replaceAll(/ clip-path="[^"]*"/g, '')
    .replaceAll(/<(?:path|line|rect) [^>]*\bopacity="0"[^>]*\/>/g, '');
}
