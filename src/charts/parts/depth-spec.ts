import { msg, type Text } from '../../language/phrase.ts';
import { type ChartSpec, ROWS } from './chart.ts';
import { atMomentShown, opacityIfPicked, pickDrawnDepth, trainingMoment } from './choices.ts';
import { armColor, intervalText } from './encodings.ts';
import { panels } from './panels.ts';
import type { PageScales } from './scales.ts';
import { logAxis, onScale, type ValueScale } from './value-scale.ts';

/** What is drawn over depth. */
export interface DepthDrawing {
  readonly scales: PageScales;
  readonly several: boolean;
  readonly published: boolean;
  readonly titles: readonly Text[];
  /** Of the vertical axis at the end of training, and throughout it. */
  readonly ends: readonly [number, number];
  readonly all: readonly [number, number];
}

/** How errors over depth are drawn, at the end of training and, where a slider asks for it, before. */
export function depthSpec(
  { scales, several, published, ends, all, titles }: DepthDrawing,
  scale: ValueScale,
): ChartSpec {
  const x = {
    field: 'depth',
    type: 'quantitative' as const,
    title: msg`Depth in layers`,
    scale: { domain: depthDomain(scales.depths), nice: false },
    axis: { values: [...scales.depths], format: 'd', grid: false },
  };
  const least = scale.type === 'log' ? 0.1 : 0;
  const end = (i: 0 | 1) => ({
    expr: `at === null ? ${Math.max(least, ends[i])} : ${Math.max(least, all[i])}`,
  });
  const y = {
    field: 'error',
    type: 'quantitative' as const,
    title: msg`Error in %`,
    scale: { ...(scale.type ? scale : { zero: false }), nice: false, domainMin: end(0), domainMax: end(1) },
    ...logAxis(scale),
  };
  const color = { ...armColor(scales), legend: null };
  const tooltip = [
    { field: 'name', title: msg`network` },
    { field: 'depth', title: msg`depth` },
    { field: 'error', type: 'quantitative' as const, title: msg`error %`, format: '.2f' },
  ];
  const interval = [
    { field: 'interval', title: msg`95 % interval` },
    { field: 'n', title: msg`seeds` },
  ];
  const only = (name: string) => ({ filter: `datum.level === '${name}'` });
  // The mean, or the one seed that the reader has chosen.
  const line = {
    filter: `seedShown === null ? datum.level === 'mean' : datum.level === 'seed' && datum.seed === seedShown`,
  };
  return {
    params: trainingMoment,
    data: { name: ROWS },
    ...withTransform(onScale(scale, 'error'), atMomentShown),
    facet: panels('panel', titles),
    columns: titles.length,
    spec: {
      width: 380,
      // Alone it stands in a first screen, above the verdicts.
      height: titles.length > 1 ? 280 : 190,
      layer: [
        {
          transform: [only('chance')],
          mark: { type: 'rule' as const, clip: true, color: 'var(--muted)', strokeWidth: 1 },
          encoding: { y },
        },
        {
          transform: [only('chance')],
          mark: {
            type: 'text' as const,
            clip: true,
            color: 'var(--muted)',
            align: 'left' as const,
            baseline: 'bottom' as const,
            dx: 4,
            dy: -3,
          },
          encoding: { y, x: { value: 0 }, text: { value: msg`chance` } },
        },
        ...(several
          ? [
              {
                transform: [{ filter: `datum.level === 'mean' && datum.low !== null && seedShown === null` }],
                mark: { type: 'errorbar' as const, ticks: { size: 8 }, thickness: 1.2 },
                encoding: { x, y: { ...y, field: 'low' }, y2: { field: 'high' }, color },
              },
              {
                transform: [only('seed'), { filter: 'seedShown === null' }],
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
          transform: [line],
          mark: { type: 'line' as const, strokeWidth: 2.6 },
          encoding: { x, y, color },
        },
        {
          transform: [line, intervalText('.2f')],
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
        {
          transform: [only('label'), { filter: 'seedShown === null' }],
          mark: { type: 'text' as const, align: 'right' as const, dx: -10, dy: -14, fontWeight: 600 },
          encoding: { x, y, color, text: { field: 'name', type: 'nominal' } },
        },
        ...(published
          ? [
              {
                transform: [only('paper')],
                mark: {
                  type: 'point' as const,
                  shape: 'diamond',
                  size: 110,
                  strokeWidth: 1.5,
                  color: 'var(--muted)',
                },
                encoding: { x, y, tooltip },
              },
            ]
          : []),
      ],
    },
  };
}

/** One filter more, in front of what there is. */
function withTransform(of: { readonly transform?: readonly object[] }, filter: object) {
  return { transform: [filter, ...(of.transform ?? [])] };
}

/** A little room on both sides, so that the first and last points are whole. */
function depthDomain(depths: readonly number[]): [number, number] {
  const [low, high] = [depths[0]!, depths.at(-1)!];
  const room = Math.max(2, (high - low) * 0.06);
  return [Math.max(0, low - room), high + room];
}
