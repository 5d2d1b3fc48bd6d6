import { extent } from 'd3-array';
import { mean } from '../../evidence/statistics.ts';
import { joined, msg, type Text } from '../../language/phrase.ts';
import type { BlockMeasure } from '../../results/block-rows.ts';
import { networksOf } from '../../results/networks.ts';
import type { RunResult } from '../../results/schema.ts';
import type { Kind } from '../../run/config.ts';
import { type Advice, type Chart, type ChartSpec, ROWS, type ScaleType } from './chart.ts';
import { opacityIfPicked, pickDepth } from './choices.ts';
import { depthColor } from './encodings.ts';
import { armInWords } from './names.ts';
import { drawnPanels, panels } from './panels.ts';
import type { PageScales } from './scales.ts';
import { courseInWords } from './seen.ts';
import { type Row, tableOf } from './table.ts';
import { fewTicks, powersOfTen } from './value-scale.ts';

/** A column, by the name that a panel gives it. */
export type NamedMeasure = readonly [name: Text, measure: BlockMeasure];

/** What charts of `blocks.csv` have in common. */
export interface BlockChartOptions extends Advice {
  readonly id: string;
  readonly title: Text;
  /** A column; or several, each in panels of its own, by the name that these give it. */
  readonly measure: BlockMeasure | readonly NamedMeasure[];
  /** Of the vertical axis, with its unit. */
  readonly axis: Text;
  /** Zeros and what is below have no place on a logarithmic one. */
  readonly scale: ScaleType;
  /** Each panel has a vertical axis of its own, where one for all would flatten most of them. */
  readonly ownAxes?: boolean;
  /** Default: both. */
  readonly kinds?: readonly Kind[];
  /** Of a panel, in pixels. Default 220; lower where there are many. */
  readonly height?: number;
  /** Many panels to look over at once, four in a row, rather than few to read values from. */
  readonly small?: true;
  readonly notes?: readonly Text[];
}

/** Runs of the kinds that are drawn, by network. */
export function drawnNetworks(
  runs: readonly RunResult[],
  { kinds }: Pick<BlockChartOptions, 'kinds'>,
): RunResult[][] {
  return networksOf(kinds ? runs.filter(({ record }) => kinds.includes(record.config.kind)) : runs);
}

/** Columns by the part of a panel's title that names them; '' for the only one. */
export function measuresOf({ measure }: Pick<BlockChartOptions, 'measure'>): readonly NamedMeasure[] {
  return typeof measure === 'string' ? [['', measure]] : measure;
}

/** `residual, forward, last epoch`: without what all panels share. */
export function panelTitle(...parts: readonly Text[]): Text {
  return joined(parts, msg`, `);
}

/** How panels name an arm; where all are of one kind, by what sets them apart. */
export function armTitle(arm: string, { kinds }: Pick<BlockChartOptions, 'kinds'> = {}): Text {
  const shared = `${kinds?.[0]} · `;
  return kinds?.length === 1 && arm.startsWith(shared) ? arm.slice(shared.length) : armInWords(arm);
}

/**
 * The mean; where the scale is logarithmic the geometric one, of what has a place there, or 0 where all are exactly 0.
 * `null` of nothing.
 */
export function averageOf(values: readonly number[], scale: BlockChartOptions['scale']): number | null {
  const drawable = scale === 'linear' ? values : values.filter(value => value > 0).map(Math.log10);
  if (drawable.length === 0) return values.length > 0 && values.every(value => value === 0) ? 0 : null;
  return scale === 'linear' ? mean(drawable) : 10 ** mean(drawable);
}

export function averageInWords(scale: BlockChartOptions['scale']): Text {
  return scale === 'log' ? msg`geometric mean` : msg`mean`;
}

/** What one kind of chart draws of the blocks. */
export interface BlockDrawing {
  /** With the columns `panel`, `depth` and `value`, and what `x` and `dots` need besides. */
  readonly rows: readonly Row[];
  /** Whose values the vertical axis has room for. Default: those that are drawn. */
  readonly scaleRows?: readonly Row[];
  /** Titles of the panels of an arm, in order; those without rows are left out. */
  titles(arm: string): readonly Text[];
  /** Rule by which rows were averaged. */
  readonly note: Text;
  /** Default: where lines begin and end. */
  readonly seen?: Text | undefined;
  /** Horizontal axis, of all panels. */
  readonly x: { readonly field: string; readonly [setting: string]: unknown };
  /** What lies on the lines, of both axes. */
  dots(axes: { readonly x: object; readonly y: object }): readonly object[];
}

/** A line for each depth, in panels that share their horizontal axis; `undefined` without rows. */
export function blockChart(
  scales: PageScales,
  options: Omit<BlockChartOptions, 'id' | 'title' | 'measure'>,
  { rows, scaleRows, titles, note, x, dots, seen = courseInWords(rows, x.field) }: BlockDrawing,
): Chart | undefined {
  if (rows.length === 0) return undefined;
  const { lookFor, refutedBy, notes = [], ownAxes = false, small = false } = options;
  const { height = small ? 110 : 220 } = options;
  const order = drawnPanels(scales.arms.flatMap(titles), rows);
  const columns = small ? 4 : 2;
  const zeros = rows.filter(({ value }) => value === 0).length;
  const [low = 1, high = 1] = extent(scaleRows ?? rows, ({ value }) =>
    Number(value) > 0 ? Number(value) : undefined,
  );
  const decades = Math.log10(high / low);
  const ends = scaleRows && ([low, high] as const);
  const on = (scale: ScaleType): ChartSpec => {
    const y = valueAxis(options.axis, scale, decades, ends);
    const positive = scale === 'log' ? [{ filter: 'datum.value > 0' }] : [];
    return {
      data: { name: ROWS },
      facet: panels('panel', order, small),
      columns,
      ...(ownAxes && { resolve: { scale: { y: 'independent' } } }),
      spec: {
        width: small ? 170 : 380,
        height,
        layer: [
          {
            params: [pickDepth],
            transform: positive,
            mark: { type: 'line', strokeWidth: 1.8 },
            encoding: { x, y, color: depthColor(scales), opacity: opacityIfPicked(1) },
          },
          ...dots({ x, y }).map(layer => ({ transform: positive, ...layer })),
          ...(scale === 'log' && zeros > 0 ? [exactZeros(x, scales)] : []),
        ],
      },
    };
  };
  const other = options.scale === 'log' ? 'linear' : 'log';
  const hasOther =
    rows.every(({ value }) => typeof value === 'number' && value >= 0) &&
    rows.some(({ value }) => Number(value) > 0);
  return {
    seen,
    lookFor,
    refutedBy,
    notes: [
      note,
      ...(options.scale === 'log' && zeros > 0
        ? [
            msg`Triangles at the foot of a panel are values of exactly 0, which have no place on a logarithmic axis.`,
          ]
        : []),
      ...notes,
    ],
    spec: on(options.scale),
    ...(hasOther && { otherScale: { type: other, spec: on(other) } }),
    table: tableOf(rows),
    fit: { columns, minimumPanel: small ? 150 : 290 },
  };
}

/** What a logarithmic axis has no place for, at its foot. */
function exactZeros(x: object, scales: PageScales) {
  return {
    transform: [{ filter: 'datum.value === 0' }, { calculate: "'0'", as: 'exactly' }],
    mark: { type: 'point', filled: true, shape: 'triangle-down', size: 40, clip: false },
    encoding: {
      x,
      y: { value: 'height' },
      color: depthColor(scales),
      opacity: opacityIfPicked(1),
      tooltip: [
        { field: 'depth', title: msg`depth`, format: 'd' },
        { field: 'exactly', title: msg`exactly` },
      ],
    },
  };
}

/** Vertical axis of all panels. */
function valueAxis(
  axis: Text,
  scale: ScaleType,
  decades: number,
  ends: readonly [low: number, high: number] | undefined,
) {
  const domain = ends && (scale === 'log' ? ends : [0, ends[1]]);
  return {
    field: 'value',
    type: 'quantitative' as const,
    title: axis,
    scale: {
      ...(scale === 'log' ? { type: scale } : { zero: false }),
      ...(domain && { domain, nice: true }),
    },
    axis: scale === 'log' && decades > 2 ? { labelExpr: powersOfTen } : fewTicks,
  };
}
