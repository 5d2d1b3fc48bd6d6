import { msg, type Text } from '../language/phrase.ts';
import { armOf, finalRow, networksOf } from '../results/networks.ts';
import type { RunResult } from '../results/schema.ts';
import type { VariantMeasure } from './by-variant.ts';
import { type Chart, type ChartBuilder, type ChartSpec, ROWS } from './parts/chart.ts';
import { opacityIfPicked, pickDepth } from './parts/choices.ts';
import { drawnInterval } from './parts/drawn-interval.ts';
import { depthColor } from './parts/encodings.ts';
import { armInWords } from './parts/names.ts';
import { lineAxis, panels } from './parts/panels.ts';
import type { PageScales } from './parts/scales.ts';
import { rangesInWords } from './parts/seen.ts';
import { type Row, tableOf } from './parts/table.ts';

export interface GlanceOptions {
  readonly id: string;
  readonly title: Text;
  readonly measure: VariantMeasure;
  /** Values that intervals do not leave. */
  readonly range?: readonly [number, number];
}

/** The final training error of every network, for a first screen. */
export function trainingErrorAtAGlance(): ChartBuilder {
  return glance({
    id: 'training-error-at-a-glance',
    title: msg`Final training error in %, of every network`,
    measure: { name: msg`Training error`, of: run => finalRow(run)?.train_error_pct },
    range: [0, 100],
  });
}

/** One number of every network in one panel, a line for each kind and variant: for a first screen. */
export function glance(options: GlanceOptions): ChartBuilder {
  const { id, title } = options;
  return { id, title, build: (runs, scales) => build(runs, scales, options) };
}

function build(runs: readonly RunResult[], scales: PageScales, options: GlanceOptions): Chart | undefined {
  const rows = rowsOf(runs, options);
  if (rows.length === 0) return undefined;
  const { name } = options.measure;
  return {
    seen: rangesInWords(rows, ({ name, depth }) => msg`${name as Text}, depth ${depth as number}`),
    lookFor: msg`Each line is a kind of network; the further a dot lies to the right, the larger is what is measured.`,
    refutedBy: msg`Dots that lie on each other show no difference.`,
    notes: [],
    spec: spec(scales, name, rows),
    table: tableOf(rows),
    fit: { columns: 1, minimumPanel: 260 },
  };
}

const UNBOUNDED = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY] as const;

function rowsOf(runs: readonly RunResult[], { measure, range = UNBOUNDED }: GlanceOptions): Row[] {
  return networksOf(runs).flatMap(group => {
    const values = group.flatMap(run => measure.of(run) ?? []);
    if (values.length === 0) return [];
    const { n, mean, low, high } = drawnInterval(values, range);
    const { depth } = group[0]!.record.config;
    const arm = armOf(group[0]!);
    return [{ panel: measure.name, name: armInWords(arm), arm, depth, value: mean, low, high, n }];
  });
}

function spec(scales: PageScales, panel: Text, rows: readonly Row[]): ChartSpec {
  const drawn = new Set(rows.map(({ arm }) => arm));
  const order = scales.arms.filter(arm => drawn.has(arm));
  // A layer without rows would warn of an empty extent.
  const several = rows.some(({ low }) => low !== null);
  const x = { field: 'value', type: 'quantitative' as const, title: null, scale: { zero: false } };
  const { y, height } = lineAxis('name', order.map(armInWords), LINE);
  const color = {
    ...depthColor(scales),
    legend: scales.depths.length > 1 ? { symbolType: 'circle' as const, symbolOpacity: 1 } : null,
  };
  const opacity = opacityIfPicked(1);
  return {
    data: { name: ROWS },
    facet: panels('panel', [panel]),
    columns: 1,
    spec: {
      width: 380,
      height,
      layer: [
        several && {
          transform: [{ filter: 'datum.low !== null' }],
          mark: { type: 'rule', strokeWidth: 1.4 },
          encoding: { x: { ...x, field: 'low' }, x2: { field: 'high' }, y, color, opacity },
        },
        {
          params: [pickDepth],
          mark: { type: 'point', filled: true, size: 70 },
          encoding: {
            x,
            y,
            color,
            opacity,
            tooltip: [
              { field: 'name', title: msg`network` },
              { field: 'depth', title: msg`depth`, format: 'd' },
              { field: 'value', type: 'quantitative', title: msg`value`, format: '.4~g' },
              { field: 'low', type: 'quantitative', title: msg`95 % from`, format: '.4~g' },
              { field: 'high', type: 'quantitative', title: msg`to`, format: '.4~g' },
              { field: 'n', title: msg`seeds`, format: 'd' },
            ],
          },
        },
      ].filter(layer => layer !== false),
    },
  };
}

/** Pixels of a line: many have to stand in a first screen. */
const LINE = 20;
