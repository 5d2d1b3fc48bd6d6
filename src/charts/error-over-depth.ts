import { counted } from '../language/numbers.ts';
import { msg } from '../language/phrase.ts';
import type { PaperComparison } from '../paper/published.ts';
import { finalRow } from '../results/networks.ts';
import type { RunResult } from '../results/schema.ts';
import { type Advice, type Chart, type ChartBuilder, type ChartSpec, ROWS } from './parts/chart.ts';
import {
  armColor,
  armDash,
  legendColumns,
  logAxis,
  onScale,
  opacityIfPicked,
  panels,
  pickDrawnDepth,
  type ValueScale,
} from './parts/encodings.ts';
import { finalRows, panelTitles, publishedRows } from './parts/final-errors.ts';
import type { PageScales } from './parts/scales.ts';
import { tableOf } from './parts/table.ts';

export interface ErrorOverDepthOptions {
  /** Published numbers, drawn only where the runs are comparable by its own rule. */
  readonly comparison?: PaperComparison;
  /** Captions; default: those of degradation and its cure. */
  readonly advice?: Advice;
}

const ofDegradation: Advice = {
  lookFor: msg`Compare the slopes. The training panel shows the error on images that the network was trained on: the plain
    line should climb with depth there, not only in the test panel; the residual line should stay level or fall.`,
  refutedBy: msg`It would speak against degradation if the plain line fell from left to right in the training panel, and against
    the cure if the residual line climbed with it.`,
};

/** Final error against depth: the picture of degradation. */
export function errorOverDepth(options: ErrorOverDepthOptions = {}): ChartBuilder {
  return {
    id: 'error-over-depth',
    title: msg`Final error over depth`,
    build: (runs, scales) => build(runs, scales, options),
  };
}

function build(
  runs: readonly RunResult[],
  scales: PageScales,
  { comparison, advice = ofDegradation }: ErrorOverDepthOptions,
): Chart | undefined {
  const finished = runs.filter(run => finalRow(run) !== undefined);
  if (finished.length === 0) return undefined;
  const published = comparison ? publishedRows(finished, comparison) : [];
  const unfinished = runs.length - finished.length;
  const several = new Set(finished.map(run => run.record.config.seed)).size > 1;
  return {
    ...advice,
    notes: [
      msg`Errors of the last epoch, never of the best one.`,
      ...(several
        ? [msg`Lines are means over seeds, bars 95 % t intervals, small dots beside them single seeds.`]
        : [msg`One seed: no interval.`]),
      ...(published.length > 0 && comparison ? [msg`Diamonds: ${comparison.source}.`] : []),
      ...(unfinished > 0 ? [msg`${counted(unfinished, 'run')} without a final error left out.`] : []),
    ],
    spec: spec(scales, several, published.length > 0, { zero: false }),
    otherScale: {
      type: 'log',
      spec: spec(scales, several, published.length > 0, { type: 'log', nice: false }),
    },
    table: tableOf([...finalRows(finished), ...published]),
    fit: { columns: 2, minimumPanel: 290 },
  };
}

function spec(scales: PageScales, several: boolean, published: boolean, scale: ValueScale): ChartSpec {
  const x = {
    field: 'depth',
    type: 'quantitative' as const,
    title: msg`Depth in layers`,
    scale: { domain: depthDomain(scales.depths), nice: false },
    axis: { values: [...scales.depths], format: 'd', grid: false },
  };
  const y = {
    field: 'error',
    type: 'quantitative' as const,
    title: msg`Final error in %`,
    scale,
    ...logAxis(scale),
  };
  // One legend for both.
  const legend = {
    symbolType: 'stroke' as const,
    symbolOpacity: 1,
    symbolSize: 500,
    ...legendColumns(scales.arms),
  };
  const color = { ...armColor(scales), legend };
  const strokeDash = { ...armDash(scales), legend };
  const tooltip = [
    { field: 'arm', title: msg`network` },
    { field: 'depth', title: msg`depth` },
    { field: 'error', type: 'quantitative' as const, title: msg`error %`, format: '.2f' },
  ];
  const interval = [
    { field: 'low', type: 'quantitative' as const, title: msg`95 % from`, format: '.2f' },
    { field: 'high', type: 'quantitative' as const, title: msg`to`, format: '.2f' },
    { field: 'n', title: msg`seeds` },
  ];
  const only = (name: string) => [{ filter: `datum.level === '${name}'` }];
  return {
    data: { name: ROWS },
    ...onScale(scale, 'error'),
    facet: panels('panel', panelTitles),
    columns: 2,
    spec: {
      width: 380,
      height: 280,
      layer: [
        ...(several
          ? [
              {
                transform: [{ filter: `datum.level === 'mean' && datum.low !== null` }],
                mark: { type: 'errorbar' as const, ticks: { size: 8 }, thickness: 1.2 },
                encoding: {
                  x,
                  y: { ...y, field: 'low' },
                  y2: { field: 'high' },
                  color,
                  tooltip: [...tooltip.slice(0, 2), ...interval],
                },
              },
              {
                transform: only('seed'),
                mark: { type: 'point' as const, filled: true, size: 16, opacity: 0.7 },
                encoding: {
                  x,
                  xOffset: { value: 9 },
                  y,
                  color,
                  tooltip: [...tooltip, { field: 'seed', title: msg`seed` }],
                },
              },
            ]
          : []),
        {
          transform: only('mean'),
          mark: { type: 'line' as const, strokeWidth: 2 },
          encoding: { x, y, color, strokeDash },
        },
        {
          transform: only('mean'),
          params: [pickDrawnDepth],
          mark: { type: 'point' as const, filled: true, size: 60 },
          encoding: {
            x,
            y,
            color,
            opacity: opacityIfPicked(1, 0.2),
            tooltip: several ? [...tooltip, ...interval] : tooltip,
          },
        },
        ...(published
          ? [
              {
                transform: only('paper'),
                mark: { type: 'point' as const, shape: 'diamond', size: 110, strokeWidth: 1.5 },
                encoding: { x, y, color, tooltip },
              },
            ]
          : []),
      ],
    },
  };
}

/** A little room on both sides, so that the first and last points are whole. */
function depthDomain(depths: readonly number[]): [number, number] {
  const [low, high] = [depths[0]!, depths.at(-1)!];
  const room = Math.max(2, (high - low) * 0.06);
  return [Math.max(0, low - room), high + room];
}
