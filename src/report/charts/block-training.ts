import type { TopLevelSpec } from 'vega-lite';
import type { RunResult } from '../../results/schema.ts';
import { batchesPerEpoch } from '../../run.ts';
import { armOf, groupBy } from '../arms.ts';
import { type BlockMeasure, keepsShape, numbersOf } from '../block-rows.ts';
import { significant } from '../numbers.ts';
import {
  averageInWords,
  averageOf,
  axes,
  type BlockChartOptions,
  measuresOf,
  networksOf,
  panelSizes,
  panelTitle,
  valueAxis,
} from './block-charts.ts';
import { type Chart, type ChartBuilder, type PageScales, ROWS } from './chart.ts';
import { brokeOff } from './curves.ts';
import { depthColor, opacityIfPicked, panels, pickDepth } from './encodings.ts';
import { type Row, tableOf } from './table.ts';

export interface BlockTrainingOptions extends BlockChartOptions {
  /** `same shape`: without those whose input has another shape than what they put out. Default: all, the stem too. */
  readonly blocks?: 'all' | 'same shape';
}

/** Means over the blocks of a network while it trains, a panel for each arm and measure. */
export function blockTraining(options: BlockTrainingOptions): ChartBuilder {
  const { id, title } = options;
  return { id, title, build: (runs, scales) => build(runs, scales, options) };
}

function build(
  runs: readonly RunResult[],
  scales: PageScales,
  options: BlockTrainingOptions,
): Chart | undefined {
  const { kinds, scale, blocks = 'all', lookFor, refutedBy, notes = [] } = options;
  const rows = networksOf(runs, kinds).flatMap(group =>
    measuresOf(options).flatMap(([name, measure]) => course(group, name, measure, options)),
  );
  if (rows.length === 0) return undefined;
  const drawn = new Set(rows.map(({ panel }) => panel));
  const order = scales.arms
    .flatMap(arm => measuresOf(options).map(([name]) => panelTitle(arm, name)))
    .filter(title => drawn.has(title));
  const which = blocks === 'all' ? 'blocks' : 'blocks that keep the shape of what they are given';
  return {
    lookFor,
    refutedBy,
    notes: [`Epoch 0 is before training; ${averageInWords(scale)} over ${which}, and over seeds.`, ...notes],
    spec: spec(scales, order, options),
    table: tableOf(rows),
    fit: panelSizes(options).fit,
  };
}

/** One row for each step after which every run of the group was looked into. */
function course(
  group: readonly RunResult[],
  name: string,
  measure: BlockMeasure,
  { scale, blocks }: BlockTrainingOptions,
): Row[] {
  const { config } = group[0]!.record;
  const { data, recipe } = config;
  const steps = batchesPerEpoch(data.trainSize, recipe.batchSize, recipe.passesPerEpoch);
  // They would let the mean jump where they end.
  const runs = group.filter(run => !brokeOff(run) && run.blocks.length > 0);
  const perRun = runs.flatMap(run => {
    const rows = run.blocks.filter(row => blocks !== 'same shape' || keepsShape(row, config.network));
    return [...groupBy(rows, row => row.step)].map(([step, looked]) => ({
      step,
      value: averageOf(numbersOf(looked, measure), scale),
    }));
  });
  const complete = [...groupBy(perRun, ({ step }) => step)].filter(([, of]) => of.length === runs.length);
  return complete
    .sort(([a], [b]) => a - b)
    .flatMap(([step, of]) => {
      const value = averageOf(
        of.flatMap(run => run.value ?? []),
        scale,
      );
      return value === null
        ? []
        : [
            {
              panel: panelTitle(armOf(config), name),
              depth: config.depth,
              step,
              epoch: significant(step / steps, 4),
              value: significant(value, 4),
            },
          ];
    });
}

function spec(scales: PageScales, order: readonly string[], options: BlockTrainingOptions): TopLevelSpec {
  const x = {
    field: 'epoch',
    type: 'quantitative' as const,
    title: 'Epoch',
    axis: { grid: false, tickCount: 5, format: '~g' },
  };
  const y = valueAxis(options);
  const { columns, size } = panelSizes(options);
  return {
    data: { name: ROWS },
    facet: panels('panel', order),
    columns,
    ...axes(options),
    spec: {
      ...size,
      layer: [
        {
          params: [pickDepth],
          mark: { type: 'line', strokeWidth: 1.8 },
          encoding: { x, y, color: depthColor(scales), opacity: opacityIfPicked(1) },
        },
        {
          mark: { type: 'point', filled: true, size: 30 },
          encoding: {
            x,
            y,
            color: depthColor(scales),
            opacity: opacityIfPicked(1),
            tooltip: [
              { field: 'depth', title: 'depth', format: 'd' },
              { field: 'epoch', title: 'epoch', format: '.3~g' },
              { field: 'step', title: 'step', format: 'd' },
              { field: 'value', type: 'quantitative', title: 'value', format: '.3~g' },
            ],
          },
        },
      ],
    },
  } as TopLevelSpec;
}
