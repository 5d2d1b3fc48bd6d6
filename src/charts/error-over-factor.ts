import { counted } from '../language/numbers.ts';
import { msg, type Text } from '../language/phrase.ts';
import { armOf, finalRow, networkName, networksOf } from '../results/networks.ts';
import type { RunResult } from '../results/schema.ts';
import type { Kind, RunConfig } from '../run/config.ts';
import { type Advice, type Chart, type ChartBuilder, type ChartSpec, ROWS } from './parts/chart.ts';
import { opacityIfPicked, pickDepth } from './parts/choices.ts';
import { drawnInterval } from './parts/drawn-interval.ts';
import { depthColor } from './parts/encodings.ts';
import { kindInWords } from './parts/names.ts';
import { drawnPanels, panels } from './parts/panels.ts';
import type { PageScales } from './parts/scales.ts';
import { courseInWords } from './parts/seen.ts';
import { type Row, tableOf } from './parts/table.ts';

export interface ErrorOverFactorOptions extends Advice {
  readonly id: string;
  readonly title: Text;
  /** Of the horizontal axis: `Times as many steps`. */
  readonly axis: Text;
  /** How many times as much of something a run has. */
  factor(config: RunConfig): number;
  readonly notes?: readonly Text[];
}

/** Final errors of both kinds over how many times as much of something they had, on a logarithmic axis. */
export function errorOverFactor(options: ErrorOverFactorOptions): ChartBuilder {
  const { id, title } = options;
  return { id, title, build: (runs, scales) => build(runs, scales, options) };
}

const measures = [
  { name: msg`training error`, of: (run: RunResult) => finalRow(run)?.train_error_pct },
  { name: msg`test error`, of: (run: RunResult) => finalRow(run)?.test_error_pct },
] as const;
const panelTitle = (kind: Kind, measure: Text) => msg`${kindInWords(kind)}, ${measure}`;
const titles = (['plain', 'residual'] as const).flatMap(kind =>
  measures.map(({ name }) => panelTitle(kind, name)),
);

function build(
  runs: readonly RunResult[],
  scales: PageScales,
  options: ErrorOverFactorOptions,
): Chart | undefined {
  const { lookFor, refutedBy, factor, axis, notes = [] } = options;
  const rows = networksOf(runs).flatMap((group): Row[] => {
    const { config } = group[0]!.record;
    return measures.flatMap(({ name, of }) => {
      const values = group.flatMap(run => of(run) ?? []);
      if (values.length === 0) return [];
      const { n, mean, low, high } = drawnInterval(values, [0, 100]);
      const panel = panelTitle(config.kind, name);
      return [
        {
          panel,
          arm: armOf(group[0]!),
          line: networkName(config.kind, config.depth),
          depth: config.depth,
          factor: factor(config),
          error: mean,
          low,
          high,
          n,
        },
      ];
    });
  });
  if (rows.length === 0) return undefined;
  const several = rows.some(({ low }) => low !== null);
  const missing = runs.filter(run => finalRow(run) === undefined).length;
  return {
    seen: courseInWords(
      rows.map(row => ({ ...row, value: row.error! })),
      'factor',
    ),
    lookFor,
    refutedBy,
    notes: [
      several ? msg`Dots are means over seeds, bars 95 % t intervals.` : msg`One seed: no interval.`,
      ...(missing > 0 ? [msg`${counted(missing, 'run')} without a final error left out.`] : []),
      ...notes,
    ],
    spec: spec(scales, drawnPanels(titles, rows), rows, axis, several),
    table: tableOf(rows),
    fit: { columns: 2, minimumPanel: 260 },
  };
}

function spec(
  scales: PageScales,
  order: readonly Text[],
  rows: readonly Row[],
  axis: Text,
  several: boolean,
): ChartSpec {
  const factors = [...new Set(rows.map(({ factor }) => Number(factor)))].sort((a, b) => a - b);
  const x = {
    field: 'factor',
    type: 'quantitative' as const,
    title: axis,
    scale: { type: 'log' as const, nice: false, padding: 12 },
    axis: { values: factors, format: 'd', grid: false },
  };
  const y = {
    field: 'error',
    type: 'quantitative' as const,
    title: msg`Final error in %`,
    scale: { zero: false },
  };
  const color = depthColor(scales);
  const opacity = opacityIfPicked(1);
  const interval = {
    transform: [{ filter: 'datum.low !== null' }],
    mark: { type: 'rule' as const, strokeWidth: 1.4 },
    encoding: { x, y: { ...y, field: 'low' }, y2: { field: 'high' }, color, opacity },
  };
  return {
    data: { name: ROWS },
    facet: panels('panel', order),
    columns: 2,
    spec: {
      width: 380,
      height: 240,
      layer: [
        {
          params: [pickDepth],
          mark: { type: 'line', strokeWidth: 1.8 },
          encoding: { x, y, color, opacity },
        },
        ...(several ? [interval] : []),
        {
          mark: { type: 'point', filled: true, size: 60 },
          encoding: {
            x,
            y,
            color,
            opacity,
            tooltip: [
              { field: 'depth', title: msg`depth`, format: 'd' },
              { field: 'factor', title: axis, format: 'd' },
              { field: 'error', type: 'quantitative', title: msg`error %`, format: '.2f' },
              { field: 'low', type: 'quantitative', title: msg`95 % from`, format: '.2f' },
              { field: 'high', type: 'quantitative', title: msg`to`, format: '.2f' },
              { field: 'n', title: msg`seeds`, format: 'd' },
            ],
          },
        },
      ],
    },
  };
}
