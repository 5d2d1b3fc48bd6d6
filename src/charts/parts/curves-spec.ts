import { isSame, joined, msg, type Text } from '../../language/phrase.ts';
import { type ChartSpec, ROWS } from './chart.ts';
import { brushEpochs, epochAxis, epochEnds, ofSeed, opacityIfPicked } from './choices.ts';
import { BAND_SEEDS } from './curves.ts';
import { intervalText, measureDash, measureWidth, pointerTarget, TRAINING } from './encodings.ts';
import { panels } from './panels.ts';
import type { Row } from './table.ts';
import { fittedScale, logAxis, onScale, type ValueScale, valueEnds } from './value-scale.ts';

/** How errors over epochs are drawn: layers, from what lies at the back to what the pointer finds. */

/** What makes a panel, and what a line in it. */
export interface CurvesLayout {
  readonly panel: { readonly field: string; readonly order: readonly Text[] };
  /** The column whose values are the lines, and name them. */
  readonly line: string;
  readonly color: object;
  /** The selection of a depth. */
  readonly pick: object;
}

/** @param ends of the vertical axis */
export function curvesSpec(
  { panel, line, color, pick }: CurvesLayout,
  scale: ValueScale,
  ends: readonly [number, number],
  rows: readonly Row[],
): ChartSpec {
  const drawn = new Set(rows.map(({ level }) => level));
  // A layer without rows would warn of an empty extent.
  const hasBand = rows.some(row => isBand(row));
  const step = targetStep(rows);
  const x = epochAxis;
  const y = {
    field: 'error',
    type: 'quantitative' as const,
    title: msg`Error in %`,
    scale: fittedScale(scale, ends),
    ...logAxis(scale),
  };
  const level = (name: string) => [{ filter: `datum.level === '${name}'` }];
  return {
    params: [...epochEnds, ...valueEnds(scale)],
    data: { name: ROWS },
    ...onScale({ ...scale, domain: ends }, 'error'),
    facet: panels(panel.field, panel.order),
    columns: 2,
    spec: {
      width: 380,
      height: 300,
      layer: [
        drawn.has('chance') && {
          transform: level('chance'),
          mark: { type: 'rule', clip: true, color: 'var(--muted)', strokeWidth: 1 },
          encoding: { y },
        },
        drawn.has('chance') && {
          transform: level('chance'),
          mark: {
            type: 'text',
            clip: true,
            color: 'var(--muted)',
            align: 'right',
            baseline: 'top',
            dy: 3,
            dx: -4,
          },
          encoding: { y, x: { value: 'width' }, text: { value: msg`chance` } },
        },
        hasBand && {
          transform: [
            {
              filter: joined(
                [
                  "datum.level === 'mean' && datum.measure === '",
                  TRAINING,
                  `' && datum.low !== null && datum.n >= ${BAND_SEEDS}`,
                ],
                '',
              ),
            },
          ],
          mark: { type: 'area', clip: true },
          encoding: {
            x,
            y: { ...y, field: 'low' },
            y2: { field: 'high' },
            color,
            opacity: opacityIfPicked(0.14, 0.02),
          },
        },
        drawn.has('seed') && {
          transform: level('seed'),
          mark: { type: 'line', clip: true },
          encoding: {
            x,
            y,
            color,
            detail: [{ field: 'seed' }],
            strokeDash: measureDash,
            strokeWidth: ofSeed({ value: 0.6 }, 2.4),
            opacity: ofSeed(opacityIfPicked(0.4, 0.03), 1),
          },
        },
        {
          params: [pick, brushEpochs],
          transform: level('mean'),
          mark: { type: 'line', clip: true },
          encoding: {
            x,
            y,
            color,
            strokeDash: measureDash,
            strokeWidth: measureWidth,
            opacity: opacityIfPicked(1),
          },
        },
        drawn.has('stop') && {
          transform: level('stop'),
          mark: { type: 'point', clip: true, shape: 'cross', angle: 45, filled: true, size: 70 },
          encoding: { x, y, color, opacity: opacityIfPicked(1) },
        },
        {
          transform: level('label'),
          mark: { type: 'text', clip: false, align: 'left', dx: 5, fontWeight: 600 },
          encoding: {
            x: { value: 'width' },
            y,
            color,
            text: { field: line, type: 'nominal' },
            // Of a part of the epochs the ends are elsewhere.
            opacity: { condition: { test: 'epochTo === null && valueFrom === null', value: 1 }, value: 0 },
          },
        },
        {
          transform: [
            { filter: `datum.level === 'mean' && datum.epoch % ${step} === 0` },
            intervalText('.2f'),
          ],
          mark: { ...pointerTarget, clip: true },
          encoding: {
            x,
            y,
            tooltip: [
              { field: panel.field, title: msg`network` },
              ...(line === panel.field
                ? []
                : [{ field: line, type: 'nominal', title: lineTitles[line] ?? line }]),
              { field: 'measure', title: msg`error` },
              { field: 'epoch', title: msg`epoch`, format: 'd' },
              { field: 'error', type: 'quantitative', title: msg`in %`, format: '.2f' },
              { field: 'interval', title: msg`95 % interval` },
              { field: 'n', title: msg`seeds`, format: 'd' },
            ],
          },
        },
      ].filter(layer => layer !== false),
    },
  };
}

const lineTitles: Readonly<Record<string, Text>> = { depth: msg`depth`, set: msg`set` };

function isBand({ level, low, n, measure }: Row): boolean {
  return level === 'mean' && low !== null && Number(n) >= BAND_SEEDS && isSame(measure as Text, TRAINING);
}

/** Points that can be pointed at: each is an element of the page. */
const TARGETS = 1500;

/** Every so many epochs the lines have one. */
function targetStep(rows: readonly Row[]): number {
  return Math.max(1, Math.ceil(rows.filter(({ level }) => level === 'mean').length / TARGETS));
}
