import { parse, View } from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';
import type { RunResult } from '../results/schema.ts';
import { armsOf, depthsOf, sortRuns } from './arms.ts';
import { type ChartBuilder, specWithRows } from './charts/chart.ts';
import { chartConfig, colorVariables } from './theme.ts';

/** What charts take from the page's style sheet, for a picture that stands alone on a white ground. */
const pageVariables = '--page:#fff;--text:#1d1f23;--muted:#5c626b;--grid:#e6e8eb;--axis:#9aa1aa';

/**
 * One chart as an SVG file of its own, in the light colours, titled and described for screen readers.
 *
 * @throws Error when there are no rows to draw yet
 */
export async function chartPicture(
  builder: ChartBuilder,
  runs: readonly RunResult[],
  description: string,
): Promise<string> {
  const sorted = sortRuns(runs);
  const scales = { depths: depthsOf(sorted), arms: armsOf(sorted) };
  const chart = builder.build(sorted, scales);
  if (!chart) throw new Error(`nothing measured yet for the chart "${builder.id}"`);
  const spec = { ...specWithRows(chart), config: { ...chartConfig, background: '#fff' } } as TopLevelSpec;
  const svg = await new View(parse(compile(spec).spec), { renderer: 'none' }).toSVG();
  const style = `<style>:root{${pageVariables};${colorVariables('light', scales)}}</style>`;
  const words = `<title>${escapeText(builder.title)}</title><desc>${escapeText(description)}</desc>`;
  return svg.replace(/<svg ([^>]*)>/, (_, attributes) => `<svg role="img" ${attributes}>${words}${style}`);
}

function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
