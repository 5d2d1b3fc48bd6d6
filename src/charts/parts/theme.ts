import type { Config } from 'vega-lite';

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
