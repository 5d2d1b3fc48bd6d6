import { counted } from '../language/numbers.ts';
import { msg, type Text } from '../language/phrase.ts';
import { armOf, finalRow, networksOf, variantOf } from '../results/networks.ts';
import type { RunResult } from '../results/schema.ts';
import type { Kind } from '../run/config.ts';
import { type Advice, type Chart, type ChartBuilder, type ChartSpec, ROWS } from './parts/chart.ts';
import { opacityIfPicked, pickDepth } from './parts/choices.ts';
import { drawnInterval } from './parts/drawn-interval.ts';
import { depthColor } from './parts/encodings.ts';
import { kindInWords } from './parts/names.ts';
import { drawnPanels, lineAxis, panels } from './parts/panels.ts';
import type { PageScales } from './parts/scales.ts';
import { rangesInWords } from './parts/seen.ts';
import { type Row, tableOf } from './parts/table.ts';

/** What is drawn of every run. */
export interface ByVariantOptions extends Advice {
  readonly id: string;
  readonly title: Text;
  /** Of the horizontal axis, with its unit. */
  readonly axis: Text;
  /** Each in a panel of its own. */
  readonly measures: readonly VariantMeasure[];
  /** Values that intervals do not leave. */
  readonly range?: readonly [number, number];
  readonly notes?: readonly Text[];
}

/** One number of a run, by the name that its panel gives it. */
export interface VariantMeasure {
  readonly name: Text;
  /** `undefined` where a run has none. */
  of(run: RunResult): number | undefined;
}

/** Final errors of all variants. */
export function errorByVariant(advice: Advice): ChartBuilder {
  return byVariant({
    ...advice,
    id: 'error-by-variant',
    title: msg`Final error of every variant`,
    axis: msg`Final error in %`,
    measures: [
      { name: msg`training error`, of: run => finalRow(run)?.train_error_pct },
      { name: msg`test error`, of: run => finalRow(run)?.test_error_pct },
    ],
    range: [0, 100],
  });
}

/** One line of dots for each variant: for experiments that compare many. */
export function byVariant(options: ByVariantOptions): ChartBuilder {
  const { id, title } = options;
  return { id, title, build: (runs, scales) => build(runs, scales, options) };
}

/** Names the networks that are no variant. */
export const NO_VARIANT = msg`as the preset says`;

function build(runs: readonly RunResult[], scales: PageScales, options: ByVariantOptions): Chart | undefined {
  const { lookFor, refutedBy, measures, axis, notes = [] } = options;
  const rows = variantRows(runs, options);
  if (rows.length === 0) return undefined;
  const missing = runs.filter(run => measures.every(({ of }) => of(run) === undefined)).length;
  const several = rows.some(({ low }) => low !== null);
  const titles = (['plain', 'residual'] as const).flatMap(kind =>
    measures.map(({ name }) => panelTitle(kind, name)),
  );
  const order = drawnPanels(titles, rows);
  const variants = [...new Set(runs.map(run => variantOf(run) || NO_VARIANT))];
  return {
    seen: rangesInWords(rows, ({ variant, depth }) =>
      scales.depths.length > 1 ? msg`${variant as Text}, depth ${depth as number}` : (variant as Text),
    ),
    lookFor,
    refutedBy,
    notes: [
      several ? msg`Dots are means over seeds, bars 95 % t intervals.` : msg`One seed: no interval.`,
      ...(missing > 0 ? [msg`${counted(missing, 'run')} without such a number left out.`] : []),
      ...notes,
    ],
    spec: spec(scales, order, variants, several, axis),
    table: tableOf(rows),
    fit: { columns: 2, minimumPanel: 260 },
  };
}

const panelTitle = (kind: Kind, measure: Text) => msg`${kindInWords(kind)}, ${measure}`;

function variantRows(
  runs: readonly RunResult[],
  { measures, range = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY] }: ByVariantOptions,
): Row[] {
  return networksOf(runs).flatMap(group => {
    const { config } = group[0]!.record;
    return measures.flatMap(({ name, of }) => {
      const values = group.flatMap(run => of(run) ?? []);
      if (values.length === 0) return [];
      const { n, mean, low, high } = drawnInterval(values, range);
      return [
        {
          panel: panelTitle(config.kind, name),
          variant: variantOf(group[0]!) || NO_VARIANT,
          arm: armOf(group[0]!),
          depth: config.depth,
          value: mean,
          low,
          high,
          n,
        },
      ];
    });
  });
}

function spec(
  scales: PageScales,
  order: readonly Text[],
  variants: readonly Text[],
  several: boolean,
  axis: Text,
): ChartSpec {
  const x = {
    field: 'value',
    type: 'quantitative' as const,
    title: axis,
    scale: { zero: false },
  };
  const { y, height } = lineAxis('variant', variants);
  const color = { ...depthColor(scales), legend: { symbolType: 'circle' as const, symbolOpacity: 1 } };
  const interval = {
    transform: [{ filter: 'datum.low !== null' }],
    mark: { type: 'rule' as const, strokeWidth: 1.4 },
    encoding: { x: { ...x, field: 'low' }, x2: { field: 'high' }, y, color, opacity: opacityIfPicked(1) },
  };
  return {
    data: { name: ROWS },
    facet: panels('panel', order),
    columns: 2,
    spec: {
      width: 380,
      height,
      layer: [
        ...(several ? [interval] : []),
        {
          params: [pickDepth],
          mark: { type: 'point', filled: true, size: 70 },
          encoding: {
            opacity: opacityIfPicked(1),
            x,
            y,
            color,
            tooltip: [
              { field: 'variant', title: msg`variant` },
              { field: 'depth', title: msg`depth`, format: 'd' },
              { field: 'value', type: 'quantitative', title: msg`value`, format: '.4~g' },
              { field: 'low', type: 'quantitative', title: msg`95 % from`, format: '.4~g' },
              { field: 'high', type: 'quantitative', title: msg`to`, format: '.4~g' },
              { field: 'n', title: msg`seeds`, format: 'd' },
            ],
          },
        },
      ],
    },
  };
}
