import { significant } from '../language/numbers.ts';
import { msg, sentences, type Text } from '../language/phrase.ts';
import { atMoment, type Moment, numbersOf, rowsWith } from '../results/block-rows.ts';
import { armOf, groupBy, isFinished, networksOf } from '../results/networks.ts';
import type { RunResult } from '../results/schema.ts';
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
import { depthColor, pointerTarget } from './parts/encodings.ts';
import type { PageScales } from './parts/scales.ts';
import type { Row } from './parts/table.ts';

export interface BlockProfileOptions extends BlockChartOptions {
  readonly moments: readonly Moment[];
  /** Whether each block has a dot, so that a network without any is seen by that of its stem. Default: lines alone. */
  readonly dots?: boolean;
  /** One vertical scale for all networks, those that are not drawn too: for charts that a caption compares. */
  readonly scaleOfAll?: true;
}

/** Measures of the blocks from the input to the classifier, a panel for each arm, measure and moment. */
export function blockProfile(options: BlockProfileOptions): ChartBuilder {
  const { id, title } = options;
  return { id, title, build: (runs, scales) => build(runs, scales, options) };
}

function build(
  runs: readonly RunResult[],
  scales: PageScales,
  options: BlockProfileOptions,
): Chart | undefined {
  const { moments, dots = false, small, scaleOfAll } = options;
  const rowsOf = (networks: readonly RunResult[][]) =>
    moments.flatMap(moment => networks.flatMap(group => profile(group, moment, options)));
  return blockChart(scales, options, {
    rows: rowsOf(drawnNetworks(runs, options)),
    ...(scaleOfAll && { scaleRows: rowsOf(networksOf(runs)) }),
    titles: arm =>
      measuresOf(options).flatMap(([name]) =>
        moments.map(moment => panelTitle(armTitle(arm, options), name, momentTitle(moment, options))),
      ),
    note: sentences(
      msg`The x axis is relative depth; ${averageInWords(options.scale)} over seeds.`,
      small ? msg`Position 0 is the stem, 1 the last block.` : '',
    ),
    x: {
      field: 'position',
      type: 'quantitative',
      title: small ? msg`Position` : msg`Position (0 = stem, 1 = last block)`,
      scale: { domain: [0, 1], nice: false },
      axis: { grid: false, tickCount: 3, format: '~g' },
    },
    dots: axes => [
      ...(dots
        ? [
            {
              mark: { type: 'point', filled: true, size: 16 },
              encoding: { ...axes, color: depthColor(scales), opacity: opacityIfPicked(1) },
            },
          ]
        : []),
      {
        mark: pointerTarget,
        encoding: {
          ...axes,
          tooltip: [
            { field: 'depth', title: msg`depth`, format: 'd' },
            { field: 'block', title: msg`block`, format: 'd' },
            { field: 'name', title: msg`name` },
            { field: 'value', type: 'quantitative', title: msg`value`, format: '.3~g' },
          ],
        },
      },
    ],
  });
}

const momentNames: Readonly<Record<Moment, Text>> = {
  'before training': msg`before training`,
  'after one step': msg`after one step`,
  'last epoch': msg`last epoch`,
};

/** Left out where there is only one. */
function momentTitle(moment: Moment, { moments }: BlockProfileOptions): Text {
  return moments.length > 1 ? momentNames[moment] : '';
}

function profile(group: readonly RunResult[], moment: Moment, options: BlockProfileOptions): Row[] {
  const { config } = group[0]!.record;
  // What a run began with stays true if it diverged later; of its end it has nothing to say.
  const counted = moment === 'last epoch' ? group.filter(isFinished) : group;
  return measuresOf(options).flatMap(([name, measure]) => {
    const rows = counted.flatMap(run => atMoment(rowsWith(measure, run), moment));
    const last = Math.max(1, ...rows.map(row => row.block_index));
    const blocks = [...groupBy(rows, row => row.block_index).values()];
    return blocks.flatMap(same => {
      const value = averageOf(numbersOf(same, measure), options.scale);
      if (value === null) return [];
      const { block_index: block, block_name, step } = same[0]!;
      return [
        {
          panel: panelTitle(armTitle(armOf(group[0]!), options), name, momentTitle(moment, options)),
          arm: armOf(group[0]!),
          depth: config.depth,
          block,
          name: block_name,
          step,
          position: significant(block / last, 4),
          value: significant(value, 4),
        },
      ];
    });
  });
}
