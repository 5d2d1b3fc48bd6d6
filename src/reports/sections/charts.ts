import type { BuiltChart, ChartBuilder } from '../../charts/parts/chart.ts';
import { dataColors, depthVariable } from '../../charts/parts/colors.ts';
import { armInWords } from '../../charts/parts/names.ts';
import { type PageScales, scalesOf } from '../../charts/parts/scales.ts';
import { chartConfig } from '../../charts/parts/theme.ts';
import { msg } from '../../language/phrase.ts';
import { html, type SafeHtml } from '../../page/html.ts';
import { colorRules } from '../../page/theme.ts';
import type { RunResult } from '../../results/schema.ts';
import type { CurvesAt } from './curve-link.ts';
import { chartData, figure, leadFigure } from './figure.ts';

/** What charts bring to a page. */
export interface PageCharts {
  readonly scales: PageScales;
  /** Those that have something to show. */
  readonly built: readonly BuiltChart[];
  readonly section: SafeHtml;
  /** The picture of the first screen, without a caption: the figure below has one. */
  readonly lead: SafeHtml | false;
  /** Rules for their colours. */
  readonly style: string;
  /** Where tables find the curves of a run. */
  readonly curves: CurvesAt;
  /** What the page’s script draws them from, by the id of its element. */
  readonly data: Readonly<Record<string, unknown>>;
}

/** Builds all charts of a page from its runs, on scales that they share. */
export function chartsOf(
  builders: readonly ChartBuilder[],
  runs: readonly RunResult[],
  lead?: ChartBuilder,
): PageCharts {
  const scales = scalesOf(runs);
  const charts = builders.map(builder => ({ builder, chart: builder.build(runs, scales) }));
  const built = charts.flatMap(({ builder, chart }) => (chart ? [{ builder, chart, scales }] : []));
  const first = lead?.build(runs, scales);
  return {
    scales,
    built: lead && first ? [...built, { builder: lead, chart: first, scales }] : built,
    curves: curvesOf(built),
    lead: lead !== undefined && first !== undefined && leadFigure(lead, first),
    section: section(
      charts.map(({ builder, chart }) => figure(builder, chart)),
      scales,
    ),
    style: swatches(scales) + colorRules(mode => dataColors(mode, scales)),
    data: {
      'chart-config': chartConfig,
      ...Object.fromEntries(built.map(({ builder: { id }, chart }) => [`${id}-data`, chartData(chart)])),
      ...(lead && first && { [`${lead.id}-data`]: chartData(first) }),
    },
  };
}

/** Errors over epochs, or else the first chart that tells networks apart. */
function curvesOf(built: readonly BuiltChart[]): CurvesAt {
  const telling = built.filter(({ chart }) => 'arm' in chart.table.columns);
  const chosen = telling.find(({ builder }) => builder.id === 'error-curves') ?? telling[0];
  return chosen?.builder.id ?? null;
}

/** All charts, under what acts on all of them. */
function section(figures: readonly SafeHtml[], scales: PageScales): SafeHtml {
  return html`<section aria-labelledby="charts">
<h2 id="charts">${msg`What was measured`}</h2>
<noscript><p class="notice">${msg`The charts are drawn by a script in this file, which your browser does not run. The table of runs below needs none.`}</p></noscript>
${toolbar(scales)}<p class="small" id="chart-keys">${msg`Point at a chart for its values; or reach it with Tab and move with the arrow keys. Drag across epochs to zoom.`}</p>
${figures}</section>
`;
}

/** Highlights depths, as the legends do, hides series, and takes back what was drawn over. */
function toolbar(scales: PageScales): SafeHtml {
  const { depths } = scales;
  return html`<div class="toolbar" role="group" aria-label="${msg`All charts`}">
${
  depths.length > 1 &&
  html`<span>${msg`Highlight depth`}</span> ${depths.map(depth => html`<button type="button" class="depth-${depth}" data-pick-depth="${depth}" aria-pressed="false">${depth}</button>\n`)}`
}${hiding(scales)}<button type="button" data-all-epochs hidden>${msg`Show all epochs`}</button> <button type="button" data-no-focus hidden>${msg`Highlight nothing`}</button></div>
`;
}

/** A fold with a button for each depth and each kind of network; nothing where there is but one of each. */
function hiding({ depths, arms }: PageScales): SafeHtml | false {
  const series = [
    ...(depths.length > 1 ? depths.map(depth => [`depth ${depth}`, msg`depth ${depth}`] as const) : []),
    ...(arms.length > 1 ? arms.map(arm => [`arm ${arm}`, armInWords(arm)] as const) : []),
  ];
  return (
    series.length > 0 &&
    html`<details class="hiding"><summary>${msg`Hide`}</summary> ${series.map(([key, words]) => html`<button type="button" data-hide="${key}" aria-pressed="false">${words}</button>\n`)}</details>`
  );
}

/** Rules for the colours of its buttons. */
function swatches({ depths }: PageScales): string {
  return depths.map(depth => `.depth-${depth}::before{background:var(${depthVariable(depth)})}`).join('');
}
