import type { RunResult } from '../../results/schema.ts';
import type { Kind } from '../../run.ts';
import { armOf, groupBy } from '../arms.ts';
import type { BlockMeasure } from '../block-rows.ts';
import { mean } from '../statistics.ts';
import type { Advice } from './chart.ts';

/** What charts of `blocks.csv` have in common. */
export interface BlockChartOptions extends Advice {
  readonly id: string;
  readonly title: string;
  /** A column; or several, each in panels of its own, by the name that these give it. */
  readonly measure: BlockMeasure | Readonly<Record<string, BlockMeasure>>;
  /** Of the vertical axis, with its unit. */
  readonly axis: string;
  /** Zeros and what is below have no place on a logarithmic one. */
  readonly scale: 'linear' | 'log';
  /** Each panel has a vertical axis of its own, where one for all would flatten most of them. */
  readonly ownAxes?: boolean;
  /** Default: both. */
  readonly kinds?: readonly Kind[];
  /** Of a panel, in pixels. Default 220; lower where there are many. */
  readonly height?: number;
  readonly notes?: readonly string[];
}

/** Runs of one arm and depth, which differ by their seed. */
export function networksOf(
  runs: readonly RunResult[],
  kinds: readonly Kind[] = ['plain', 'residual'],
): RunResult[][] {
  const chosen = runs.filter(({ record }) => kinds.includes(record.config.kind));
  const key = ({ record: { config } }: RunResult) => JSON.stringify([armOf(config), config.depth]);
  return [...groupBy(chosen, key).values()];
}

/** Columns by the part of a panel's title that names them; '' for the only one. */
export function measuresOf({ measure }: Pick<BlockChartOptions, 'measure'>): [string, BlockMeasure][] {
  return typeof measure === 'string' ? [['', measure]] : Object.entries(measure);
}

/** `residual, forward, last epoch`: without what all panels share. */
export function panelTitle(...parts: readonly string[]): string {
  return parts.filter(part => part !== '').join(', ');
}

/** The mean; where the scale is logarithmic the geometric one, of what has a place there. `null` of nothing. */
export function averageOf(values: readonly number[], scale: BlockChartOptions['scale']): number | null {
  const drawable = scale === 'linear' ? values : values.filter(value => value > 0).map(Math.log10);
  if (drawable.length === 0) return null;
  return scale === 'linear' ? mean(drawable) : 10 ** mean(drawable);
}

export function averageInWords(scale: BlockChartOptions['scale']): string {
  return scale === 'log' ? 'geometric mean' : 'mean';
}

/** Vertical axis of all panels. */
export function valueAxis({ axis, scale }: Pick<BlockChartOptions, 'axis' | 'scale'>) {
  return {
    field: 'value',
    type: 'quantitative' as const,
    title: axis,
    scale: scale === 'log' ? { type: scale } : { zero: false },
    axis: { tickCount: 6, format: scale === 'log' ? '.0~e' : '~g' },
  };
}

/** Whether panels share their vertical axis. */
export function axes({ ownAxes = false }: Pick<BlockChartOptions, 'ownAxes'>) {
  return ownAxes ? { resolve: { scale: { y: 'independent' as const } } } : {};
}

/** Size of a panel, and how the chart of panels adapts to its place. */
export function panelSizes({ height = 220 }: Pick<BlockChartOptions, 'height'>) {
  const columns = 2;
  return { columns, size: { width: 380, height }, fit: { columns, minimumPanel: 290 } };
}
