import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Resvg } from '@resvg/resvg-js';
import opentype, { type Font } from 'opentype.js';
import { None, parse, textMetrics, View } from 'vega';
import { type Config, compile } from 'vega-lite';
import { type LanguageCode, languageCodes } from '../language/languages.ts';
import type { Text, Translations } from '../language/phrase.ts';
import type { RunResult } from '../results/schema.ts';
import { scalesOf, sortRuns } from './arms.ts';
import { type ChartBuilder, type PageScales, specWithRows } from './charts/chart.ts';
import type { ReportDefinition } from './experiment-report.ts';
import { html, verbatim } from './page/html.ts';
import { styleSheet } from './page/scripts.ts';
import { chartConfig, colorVariables } from './theme.ts';

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
  textMetrics.width = ({ text, fontSize = 11, fontWeight }, line = text) => {
    const isBold = fontWeight === 'bold' || Number(fontWeight) >= 600;
    const font = isBold ? bold : normal;
    // Glyph by glyph: of ligatures, which the library would look for, it does not know all kinds.
    const units = [...String(line ?? '')].reduce(
      (sum, sign) => sum + font.charToGlyph(sign).advanceWidth!,
      0,
    );
    return (units / font.unitsPerEm) * fontSize;
  };
}

export interface PictureOptions {
  /** Default: English. */
  readonly language?: LanguageCode;
  /** Colours as variables that the page around it defines, instead of those of a light page. */
  readonly themed?: boolean;
}

/**
 * One chart as an SVG file of its own, titled and described for screen readers; `null` as long as there are no rows to
 * draw.
 *
 * @param description what there is to see; default: the chart's own advice
 */
export async function chartPicture(
  builder: ChartBuilder,
  runs: readonly RunResult[],
  { language = 'en', themed = false, description }: PictureOptions & { description?: Text } = {},
): Promise<string | null> {
  const sorted = sortRuns(runs);
  const scales = scalesOf(sorted);
  const chart = builder.build(sorted, scales);
  if (!chart) return null;
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
  const words = html`<title>${builder.title}</title><desc>${description ?? chart.lookFor}</desc>`;
  const titled = html`<svg role="img" ${verbatim(svg.slice('<svg '.length, svg.indexOf('>')))}>${words}`;
  const whole = titled.in(language) + svg.slice(svg.indexOf('>') + 1);
  return themed ? whole : withColors(whole, scales);
}

/** Pictures of all charts that have something to show, as files for papers and slides. */
export async function* takeAwayPictures(
  charts: readonly ChartBuilder[],
  runs: readonly RunResult[],
): AsyncGenerator<{ readonly name: string; readonly content: string | Buffer }> {
  for (const builder of charts) {
    const svg = await chartPicture(builder, runs);
    if (svg === null) continue;
    yield { name: `${builder.id}.svg`, content: svg };
    yield { name: `${builder.id}.png`, content: toPng(svg) };
  }
}

/** The chart that stands for an experiment, as the index shows it; `null` as long as it is empty. */
export async function indexPicture(
  { charts, indexChart }: Pick<ReportDefinition, 'charts' | 'indexChart'>,
  runs: readonly RunResult[],
): Promise<Translations | null> {
  const chosen = indexChart === undefined ? charts[0] : charts.find(({ id }) => id === indexChart);
  if (!chosen) return null;
  const drawn: [LanguageCode, string][] = [];
  for (const language of languageCodes) {
    const svg = await chartPicture(chosen, runs, { language, themed: true });
    if (svg === null) return null;
    drawn.push([language, svg]);
  }
  return Object.fromEntries(drawn) as Record<LanguageCode, string>;
}

/** The same picture in pixels. */
export function toPng(svg: string): Buffer {
  const font = { fontFiles, loadSystemFonts: false, defaultFontFamily: fontFamily };
  return new Resvg(svg, { fitTo: { mode: 'zoom', value: PNG_SCALE }, font }).render().asPng();
}

/** Colours themselves where a chart refers to variables of a page: programs that show pictures know none. */
function withColors(svg: string, scales: PageScales): string {
  // The first rule of the page's style sheet holds the light colours that charts refer to.
  const pageVariables = /:root \{([^}]*)\}/.exec(styleSheet())![1]!;
  const declarations = `${pageVariables};${colorVariables('light', scales)}`;
  const colors = new Map(
    [...declarations.matchAll(/(--[\w-]+):\s*([^;]+)/g)].map(([, name, value]) => [name!, value!.trim()]),
  );
  return svg.replaceAll(/var\((--[\w-]+)\)/g, (reference, name) => colors.get(name) ?? reference);
}
