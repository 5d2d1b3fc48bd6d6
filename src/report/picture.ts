import { parse, View } from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';
import type { RunResult } from '../results/schema.ts';
import { scalesOf, sortRuns } from './arms.ts';
import { type ChartBuilder, specWithRows } from './charts/chart.ts';
import { html } from './page/html.ts';
import { styleSheet } from './page/scripts.ts';
import { chartConfig, colorVariables } from './theme.ts';

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
  const scales = scalesOf(sorted);
  const chart = builder.build(sorted, scales);
  if (!chart) throw new Error(`nothing measured yet for the chart "${builder.id}"`);
  const spec = { ...specWithRows(chart), config: { ...chartConfig, background: '#fff' } } as TopLevelSpec;
  const svg = await new View(parse(compile(spec).spec), { renderer: 'none' }).toSVG();
  // The first rule of the page's style sheet holds the light colours that charts refer to.
  const pageVariables = /:root \{([^}]*)\}/.exec(styleSheet())![1]!.trim();
  const style = `<style>:root{${pageVariables}${colorVariables('light', scales)}}</style>`;
  const words = html`<title>${builder.title}</title><desc>${description}</desc>`.in('en');
  return svg.replace(/<svg ([^>]*)>/, (_, attributes) => `<svg role="img" ${attributes}>${words}${style}`);
}
