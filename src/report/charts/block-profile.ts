import type { TopLevelSpec } from 'vega-lite';
import type { BlockRow, RunResult } from '../../results/schema.ts';
import type { Kind } from '../../run.ts';
import { armOf, groupBy } from '../arms.ts';
import { significant } from '../numbers.ts';
import { mean } from '../statistics.ts';
import { type Advice, type Chart, type ChartBuilder, type PageScales, ROWS } from './chart.ts';
import { depthColor, opacityIfPicked, panels, pickDepth } from './encodings.ts';
import { type Row, tableOf } from './table.ts';

/** When a run's blocks were looked into. */
export type Moment = 'before training' | 'after one step' | 'last epoch';

/** What of a block can be drawn: the columns of `blocks.csv` that hold numbers. */
export type BlockMeasure = Exclude<
  keyof BlockRow,
  'run_id' | 'kind' | 'depth' | 'seed' | 'epoch' | 'step' | 'block_index' | 'block_name'
>;

export interface BlockProfileOptions extends Advice {
  readonly id: string;
  readonly title: string;
  readonly measure: BlockMeasure;
  /** Of the vertical axis, with its unit. */
  readonly axis: string;
  readonly scale: 'linear' | 'log';
  readonly moments: readonly Moment[];
  /** Default: both. */
  readonly kinds?: readonly Kind[];
  /** Of a panel, in pixels. Default 220; lower where there are many. */
  readonly height?: number;
  /** Whether each block has a dot, so that a network without any is seen by that of its stem. Default: lines alone. */
  readonly dots?: boolean;
  readonly notes?: readonly string[];
}

/** One measure of the blocks from the input to the classifier, a panel for each arm and moment. */
export function blockProfile(options: BlockProfileOptions): ChartBuilder {
  const { id, title } = options;
  return { id, title, build: (runs, scales) => build(runs, scales, options) };
}

function build(
  runs: readonly RunResult[],
  scales: PageScales,
  options: BlockProfileOptions,
): Chart | undefined {
  const { kinds = ['plain', 'residual'], moments, scale } = options;
  const chosen = runs.filter(({ record }) => kinds.includes(record.config.kind));
  const networks = groupBy(chosen, ({ record: { config } }) => JSON.stringify([armOf(config), config.depth]));
  const rows = moments.flatMap(moment =>
    [...networks.values()].flatMap(group => profile(group, moment, options)),
  );
  if (rows.length === 0) return undefined;
  const drawn = new Set(rows.map(({ panel }) => panel));
  const order = scales.arms
    .flatMap(arm => moments.map(moment => panelTitle(arm, moment, options)))
    .filter(title => drawn.has(title));
  const { lookFor, refutedBy, notes = [] } = options;
  return {
    lookFor,
    refutedBy,
    notes: [
      `Blocks are placed by their share of the way; ${scale === 'log' ? 'geometric mean' : 'mean'} over seeds.`,
      ...notes,
    ],
    spec: spec(scales, order, options),
    table: tableOf(rows),
    fit: { columns: 2, minimumPanel: 290 },
  };
}

/** The moment is left out where there is only one. */
function panelTitle(arm: string, moment: Moment, { moments }: BlockProfileOptions): string {
  return moments.length > 1 ? `${arm}, ${moment}` : arm;
}

function profile(group: readonly RunResult[], moment: Moment, options: BlockProfileOptions): Row[] {
  const { measure, scale } = options;
  const { config } = group[0]!.record;
  const rows = group.flatMap(run => atMoment(run.blocks, moment));
  const last = Math.max(1, ...rows.map(row => row.block_index));
  return [...groupBy(rows, row => row.block_index).values()].flatMap(same => {
    const values = same.flatMap(row => row[measure] ?? []).filter(value => scale === 'linear' || value > 0);
    if (values.length === 0) return [];
    const { block_index: block, block_name: name, step } = same[0]!;
    return [
      {
        panel: panelTitle(armOf(config), moment, options),
        depth: config.depth,
        block,
        name,
        step,
        position: significant(block / last, 4),
        value: significant(averages[scale](values), 4),
      },
    ];
  });
}

const averages = {
  linear: mean,
  log: (values: readonly number[]) => 10 ** mean(values.map(Math.log10)),
} as const;

/** Rows of one look into the blocks; none where the run was not looked into then. */
function atMoment(rows: readonly BlockRow[], moment: Moment): BlockRow[] {
  if (moment === 'before training') return rows.filter(({ step }) => step === 0);
  if (moment === 'after one step') return rows.filter(({ step }) => step === 1);
  const last = rows.reduce((latest, { step }) => Math.max(latest, step), 1);
  return rows.filter(({ step }) => step === last);
}

function spec(
  scales: PageScales,
  order: readonly string[],
  { axis, scale, height = 220, dots = false }: BlockProfileOptions,
): TopLevelSpec {
  const x = {
    field: 'position',
    type: 'quantitative' as const,
    title: 'Position (0 = stem, 1 = last block)',
    scale: { domain: [0, 1], nice: false },
    axis: { grid: false, tickCount: 3, format: '~g' },
  };
  const y = {
    field: 'value',
    type: 'quantitative' as const,
    title: axis,
    scale: scale === 'log' ? { type: scale } : { zero: false },
    axis: { tickCount: 6, format: scale === 'log' ? '.0~e' : '~g' },
  };
  return {
    data: { name: ROWS },
    facet: panels('panel', order),
    columns: 2,
    spec: {
      width: 380,
      height,
      layer: [
        {
          params: [pickDepth],
          mark: { type: 'line', strokeWidth: 1.8 },
          encoding: { x, y, color: depthColor(scales), opacity: opacityIfPicked(1) },
        },
        ...(dots
          ? [
              {
                mark: { type: 'point' as const, filled: true, size: 16 },
                encoding: { x, y, color: depthColor(scales), opacity: opacityIfPicked(1) },
              },
            ]
          : []),
        {
          // Larger than they look: the target of the pointer.
          mark: { type: 'point', filled: true, size: 50, opacity: 0 },
          encoding: {
            x,
            y,
            tooltip: [
              { field: 'depth', title: 'depth', format: 'd' },
              { field: 'block', title: 'block', format: 'd' },
              { field: 'name', title: 'name' },
              { field: 'value', type: 'quantitative', title: 'value', format: '.3~g' },
            ],
          },
        },
      ],
    },
  } as TopLevelSpec;
}
