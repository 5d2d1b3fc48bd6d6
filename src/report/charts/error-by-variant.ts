import type { TopLevelSpec } from 'vega-lite';
import type { RunResult } from '../../results/schema.ts';
import type { Kind } from '../../run.ts';
import { finalRow, groupBy, variantOf } from '../arms.ts';
import { PAGE_LEVEL } from '../claims/claim.ts';
import { counted, significant, significantOrNull } from '../numbers.ts';
import { tInterval } from '../statistics.ts';
import { type Chart, type ChartBuilder, type PageScales, ROWS } from './chart.ts';
import { measures } from './curves.ts';
import { depthColor, panels, TEST } from './encodings.ts';
import { type Row, tableOf } from './table.ts';

export interface ErrorByVariantOptions {
  readonly lookFor: string;
  readonly refutedBy: string;
}

/** Final errors of all variants, one line of dots each: for experiments that compare many. */
export function errorByVariant(options: ErrorByVariantOptions): ChartBuilder {
  return {
    id: 'error-by-variant',
    title: 'Final error of every variant',
    build: (runs, scales) => build(runs, scales, options),
  };
}

const NO_VARIANT = 'as the preset says';

function build(
  runs: readonly RunResult[],
  scales: PageScales,
  { lookFor, refutedBy }: ErrorByVariantOptions,
): Chart | undefined {
  const finished = runs.filter(run => finalRow(run) !== undefined);
  if (finished.length === 0) return undefined;
  const unfinished = runs.length - finished.length;
  const several = new Set(finished.map(run => run.record.config.seed)).size > 1;
  const rows = variantRows(finished);
  const present = new Set(rows.map(({ panel }) => panel));
  const order = (['plain', 'residual'] as const)
    .flatMap(kind => Object.keys(measures).map(measure => panelTitle(kind, measure)))
    .filter(title => present.has(title));
  const variants = [...new Set(runs.map(({ record }) => variantOf(record.config) || NO_VARIANT))];
  return {
    lookFor,
    refutedBy,
    notes: [
      several ? 'Dots are means over seeds, bars 95 % t intervals.' : 'One seed: no interval.',
      ...(unfinished > 0 ? [`${counted(unfinished, 'run')} without a final error left out.`] : []),
    ],
    spec: spec(scales, order, variants, several),
    table: tableOf(rows),
    fit: { columns: 2, minimumPanel: 260 },
  };
}

const panelTitle = (kind: Kind, measure: string) =>
  `${kind}, ${measure === TEST ? 'test' : 'training'} error`;

function variantRows(finished: readonly RunResult[]): Row[] {
  const networks = groupBy(finished, ({ record: { config } }) =>
    JSON.stringify([config.kind, config.depth, variantOf(config)]),
  );
  return [...networks.values()].flatMap(group => {
    const { config } = group[0]!.record;
    return Object.entries(measures).map(([measure, of]) => {
      const { n, mean, low, high } = tInterval(
        group.map(run => of(finalRow(run)!)),
        PAGE_LEVEL,
      );
      return {
        panel: panelTitle(config.kind, measure),
        variant: variantOf(config) || NO_VARIANT,
        depth: config.depth,
        error: significant(mean),
        low: significantOrNull(low === null ? null : Math.max(0, low)),
        high: significantOrNull(high === null ? null : Math.min(100, high)),
        n,
      };
    });
  });
}

function spec(
  scales: PageScales,
  order: readonly string[],
  variants: readonly string[],
  several: boolean,
): TopLevelSpec {
  const x = {
    field: 'error',
    type: 'quantitative' as const,
    title: 'Final error in %',
    scale: { zero: false },
  };
  const y = {
    field: 'variant',
    type: 'nominal' as const,
    title: null,
    sort: [...variants],
    axis: { grid: true, labelLimit: 240 },
  };
  const color = { ...depthColor(scales), legend: { symbolType: 'circle' as const, symbolOpacity: 1 } };
  const interval = {
    transform: [{ filter: 'datum.low !== null' }],
    mark: { type: 'rule' as const, strokeWidth: 1.4 },
    encoding: { x: { ...x, field: 'low' }, x2: { field: 'high' }, y, color },
  };
  return {
    data: { name: ROWS },
    facet: panels('panel', order),
    columns: 2,
    spec: {
      width: 380,
      height: { step: 26 },
      layer: [
        ...(several ? [interval] : []),
        {
          mark: { type: 'point', filled: true, size: 70, opacity: 1 },
          encoding: {
            x,
            y,
            color,
            tooltip: [
              { field: 'variant', title: 'variant' },
              { field: 'depth', title: 'depth', format: 'd' },
              { field: 'error', type: 'quantitative', title: 'error %', format: '.2f' },
              { field: 'low', type: 'quantitative', title: '95 % from', format: '.2f' },
              { field: 'high', type: 'quantitative', title: 'to', format: '.2f' },
              { field: 'n', title: 'seeds', format: 'd' },
            ],
          },
        },
      ],
    },
  } as TopLevelSpec;
}
