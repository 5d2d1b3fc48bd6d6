import { significant } from '../language/numbers.ts';
import { msg, type Text } from '../language/phrase.ts';
import { type BlockMeasure, keepsShape, numbersOf } from '../results/block-rows.ts';
import { armOf, groupBy } from '../results/networks.ts';
import type { RunResult } from '../results/schema.ts';
import { stepsPerEpoch } from '../run/steps.ts';
import {
  armTitle,
  averageInWords,
  averageOf,
  type BlockChartOptions,
  blockChart,
  drawnNetworks,
  measuresOf,
  panelTitle,
} from './parts/block-charts.ts';
import type { Chart, ChartBuilder } from './parts/chart.ts';
import { opacityIfPicked } from './parts/choices.ts';
import { brokeOff } from './parts/curves.ts';
import { depthColor } from './parts/encodings.ts';
import type { PageScales } from './parts/scales.ts';
import type { Row } from './parts/table.ts';

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
  const { scale, blocks = 'all' } = options;
  const average = averageInWords(scale);
  return blockChart(scales, options, {
    rows: drawnNetworks(runs, options).flatMap(group =>
      measuresOf(options).flatMap(([name, measure]) => course(group, name, measure, options)),
    ),
    titles: arm => measuresOf(options).map(([name]) => panelTitle(armTitle(arm, options), name)),
    note:
      blocks === 'all'
        ? msg`Epoch 0 is before training; ${average} over blocks, and over seeds.`
        : msg`Epoch 0 is before training; ${average} over blocks that keep the shape of what they are given, and over seeds.`,
    x: {
      field: 'epoch',
      type: 'quantitative',
      title: msg`Epoch`,
      axis: { grid: false, tickCount: 5, format: '~g' },
    },
    dots: axes => [
      {
        mark: { type: 'point', filled: true, size: 30 },
        encoding: {
          ...axes,
          color: depthColor(scales),
          opacity: opacityIfPicked(1),
          tooltip: [
            { field: 'depth', title: msg`depth`, format: 'd' },
            { field: 'epoch', title: msg`epoch`, format: '.3~g' },
            { field: 'step', title: msg`step`, format: 'd' },
            { field: 'value', type: 'quantitative', title: msg`value`, format: '.3~g' },
          ],
        },
      },
    ],
  });
}

/** One row for each step after which every run of the group was looked into. */
function course(
  group: readonly RunResult[],
  name: Text,
  measure: BlockMeasure,
  options: BlockTrainingOptions,
): Row[] {
  const { scale, blocks } = options;
  const { config } = group[0]!.record;
  const steps = stepsPerEpoch(config);
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
              panel: panelTitle(armTitle(armOf(group[0]!), options), name),
              arm: armOf(group[0]!),
              depth: config.depth,
              step,
              epoch: significant(step / steps, 4),
              value: significant(value, 4),
            },
          ];
    });
}
