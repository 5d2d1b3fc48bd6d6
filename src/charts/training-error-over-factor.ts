import { extent } from 'd3-array';
import { significant } from '../language/numbers.ts';
import { msg, type Text } from '../language/phrase.ts';
import { armOf, finalRow, networkName, networksOf } from '../results/networks.ts';
import type { RunResult } from '../results/schema.ts';
import type { RunConfig } from '../run/config.ts';
import { type Chart, type ChartBuilder, type ChartSpec, ROWS } from './parts/chart.ts';
import { opacityIfPicked, pickDrawnDepth } from './parts/choices.ts';
import { kindVariable } from './parts/colors.ts';
import { drawnInterval } from './parts/drawn-interval.ts';
import { spread } from './parts/labels.ts';
import { panels } from './parts/panels.ts';
import type { PageScales } from './parts/scales.ts';
import { rangesInWords } from './parts/seen.ts';
import { type Row, tableOf } from './parts/table.ts';

export interface TrainingErrorOverFactorOptions {
  readonly title: Text;
  /** Of the horizontal axis: `Times as many steps`. */
  readonly axis: Text;
  /** How many times as much of something a run has. */
  factor(config: RunConfig): number;
}

/** Final training error over how many times as much of something networks had, named at their lines: for a first screen. */
export function trainingErrorOverFactor(options: TrainingErrorOverFactorOptions): ChartBuilder {
  return {
    id: 'training-error-over-factor',
    title: options.title,
    build: (runs, scales) => build(runs, scales, options),
  };
}

/** Height between names of lines, as a share of the panel's. */
const LABEL_GAP = 0.08;
const PANEL = msg`Training error`;

function build(
  runs: readonly RunResult[],
  scales: PageScales,
  { axis, factor }: TrainingErrorOverFactorOptions,
): Chart | undefined {
  const means = networksOf(runs).flatMap((group): Row[] => {
    const errors = group.flatMap(run => finalRow(run)?.train_error_pct ?? []);
    if (errors.length === 0) return [];
    const { config } = group[0]!.record;
    const { n, mean, low, high } = drawnInterval(errors, [0, 100], 4);
    return [
      {
        panel: PANEL,
        level: 'mean',
        arm: armOf(group[0]!),
        kind: config.kind,
        depth: config.depth,
        line: networkName(config.kind, config.depth),
        factor: factor(config),
        value: mean,
        low,
        high,
        n,
      },
    ];
  });
  if (means.length === 0) return undefined;
  return {
    seen: rangesInWords(means, ({ line, factor }) => msg`${line as string}, ×${factor as number}`),
    lookFor: msg`Each line is a network, from what it has to many times as much.`,
    refutedBy: msg`Lines that lie on each other show no difference.`,
    notes: [],
    spec: spec(scales, axis, means),
    table: tableOf([...means, ...names(means)]),
    fit: { columns: 1, minimumPanel: 260 },
  };
}

/** The name of each line, at its right end. */
function names(means: readonly Row[]): Row[] {
  const [low = 0, high = 100] = extent(means, ({ value }) => value as number);
  const last = [...new Map(means.map(row => [row.line, row])).keys()].map(line =>
    means
      .filter(row => row.line === line)
      .reduce((end, row) => (Number(row.factor) > Number(end.factor) ? row : end)),
  );
  const places = spread(
    last.map(({ value }) => value as number),
    Math.max(1, high - low) * LABEL_GAP,
  );
  return last.map((row, i) => ({
    ...row,
    level: 'name',
    value: significant(places[i]!, 4),
    low: null,
    high: null,
  }));
}

function spec(scales: PageScales, axis: Text, means: readonly Row[]): ChartSpec {
  const factors = [...new Set(means.map(({ factor }) => Number(factor)))].sort((a, b) => a - b);
  const x = {
    field: 'factor',
    type: 'quantitative' as const,
    title: axis,
    scale: { type: 'log' as const, nice: false, domain: [factors[0]! / 1.1, factors.at(-1)! * 1.9] },
    axis: { values: factors, format: 'd', grid: false },
  };
  const y = { field: 'value', type: 'quantitative' as const, title: msg`Error in %`, scale: { zero: false } };
  const kinds = ['plain', 'residual'] as const;
  const color = {
    field: 'kind',
    type: 'nominal' as const,
    legend: null,
    scale: { domain: [...kinds], range: kinds.map(kind => `var(${kindVariable(kind, scales.arms)})`) },
  };
  // A layer without rows would warn of an empty extent.
  const several = means.some(({ low }) => low !== null);
  const only = (level: string) => [{ filter: `datum.level === '${level}'` }];
  const detail = { field: 'line' };
  return {
    data: { name: ROWS },
    facet: panels('panel', [PANEL]),
    columns: 1,
    spec: {
      width: 380,
      height: 190,
      layer: [
        {
          transform: only('mean'),
          mark: { type: 'line', strokeWidth: 2.6 },
          encoding: { x, y, color, detail },
        },
        several && {
          transform: [...only('mean'), { filter: 'datum.low !== null' }],
          mark: { type: 'rule', strokeWidth: 1.2 },
          encoding: { x, y: { ...y, field: 'low' }, y2: { field: 'high' }, color },
        },
        {
          transform: only('mean'),
          params: [pickDrawnDepth],
          mark: { type: 'point', filled: true, size: 60 },
          encoding: {
            x,
            y,
            color,
            opacity: opacityIfPicked(1, 0.2),
            tooltip: [
              { field: 'line', title: msg`network` },
              { field: 'factor', title: axis, format: 'd' },
              { field: 'value', type: 'quantitative', title: msg`error %`, format: '.2f' },
              { field: 'low', type: 'quantitative', title: msg`95 % from`, format: '.2f' },
              { field: 'high', type: 'quantitative', title: msg`to`, format: '.2f' },
              { field: 'n', title: msg`seeds`, format: 'd' },
            ],
          },
        },
        {
          transform: only('name'),
          mark: { type: 'text', align: 'left', dx: 9, fontWeight: 600 },
          encoding: { x, y, color, text: { field: 'line', type: 'nominal' } },
        },
      ].filter(layer => layer !== false),
    },
  };
}
