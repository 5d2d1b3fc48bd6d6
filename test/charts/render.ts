import * as vega from 'vega';
import { compile } from 'vega-lite';
import { type Chart, type ChartBuilder, specWithRows } from '../../src/charts/parts/chart.ts';
import { scalesOf } from '../../src/charts/parts/scales.ts';
import { chartConfig } from '../../src/charts/parts/theme.ts';
import type { LanguageCode } from '../../src/language/languages.ts';
import { sortRuns } from '../../src/results/networks.ts';
import type { RunResult } from '../../src/results/schema.ts';

/** Builds a chart as a page would. */
export function built(builder: ChartBuilder, runs: readonly RunResult[]): Chart {
  const sorted = sortRuns(runs);
  const chart = builder.build(sorted, scalesOf(sorted));
  if (!chart) throw new Error(`${builder.id} drew nothing`);
  return chart;
}

/** Draws without a browser; returns the SVG and everything that Vega-Lite and Vega had to remark. */
export async function drawn(
  chart: Chart,
  language?: LanguageCode,
): Promise<{ svg: string; warnings: string[] }> {
  const warnings: string[] = [];
  const logger = vega.logger(vega.Warn);
  const collect = (...parts: readonly unknown[]) => {
    // Node.js has no window that a brush could be drawn beyond.
    if (parts[0] !== 'Can not resolve event source: window') warnings.push(parts.join(' '));
    return logger;
  };
  Object.assign(logger, { warn: collect, error: collect });
  const { spec } = compile(specWithRows(chart, language), { config: chartConfig, logger });
  const view = new vega.View(vega.parse(spec), { renderer: 'none', logger });
  const svg = await view.toSVG();
  view.finalize();
  return { svg, warnings };
}
