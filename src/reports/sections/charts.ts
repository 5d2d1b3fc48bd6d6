import type { BuiltChart, ChartBuilder } from '../../charts/parts/chart.ts';
import { dataColors, depthVariable } from '../../charts/parts/colors.ts';
import { type PageScales, scalesOf } from '../../charts/parts/scales.ts';
import { chartConfig } from '../../charts/parts/theme.ts';
import { msg } from '../../language/phrase.ts';
import { html, type SafeHtml } from '../../page/html.ts';
import { colorRules } from '../../page/theme.ts';
import type { RunResult } from '../../results/schema.ts';
import { chartData, figure } from './figure.ts';

/** What charts bring to a page. */
export interface PageCharts {
  readonly scales: PageScales;
  /** Those that have something to show. */
  readonly built: readonly BuiltChart[];
  readonly section: SafeHtml;
  /** Rules for their colours. */
  readonly style: string;
  /** What `client.js` draws them from, by the id of its element. */
  readonly data: Readonly<Record<string, unknown>>;
}

/** Builds all charts of a page from its runs, on scales that they share. */
export function chartsOf(builders: readonly ChartBuilder[], runs: readonly RunResult[]): PageCharts {
  const scales = scalesOf(runs);
  const charts = builders.map(builder => ({ builder, chart: builder.build(runs, scales) }));
  const built = charts.flatMap(({ builder, chart }) => (chart ? [{ builder, chart, scales }] : []));
  return {
    scales,
    built,
    section: section(
      charts.map(({ builder, chart }) => figure(builder, chart)),
      scales,
    ),
    style: swatches(scales) + colorRules(mode => dataColors(mode, scales)),
    data: {
      'chart-config': chartConfig,
      ...Object.fromEntries(built.map(({ builder: { id }, chart }) => [`${id}-data`, chartData(chart)])),
    },
  };
}

/** All charts, under what acts on all of them. */
function section(figures: readonly SafeHtml[], { depths }: PageScales): SafeHtml {
  return html`<section aria-labelledby="charts">
<h2 id="charts">${msg`What was measured`}</h2>
<noscript><p class="notice">${msg`The charts are drawn by a script in this file, which your browser does not run. The table of runs below needs none.`}</p></noscript>
${toolbar(depths)}${figures}</section>
`;
}

/** Highlights depths, as the legends do, and takes back what was drawn over. */
function toolbar(depths: readonly number[]): SafeHtml {
  return html`<div class="toolbar" role="group" aria-label="${msg`All charts`}">
${
  depths.length > 1 &&
  html`<span>${msg`Highlight depth`}</span> ${depths.map(depth => html`<button type="button" class="depth-${depth}" data-pick-depth="${depth}" aria-pressed="false">${depth}</button>\n`)}`
}<button type="button" data-all-epochs hidden>${msg`Show all epochs`}</button></div>
`;
}

/** Rules for the colours of its buttons. */
function swatches({ depths }: PageScales): string {
  return depths.map(depth => `.depth-${depth}::before{background:var(${depthVariable(depth)})}`).join('');
}
