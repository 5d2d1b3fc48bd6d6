import { significant } from '../language/numbers.ts';
import { msg, type Text } from '../language/phrase.ts';
import type { RunResult } from '../results/schema.ts';
import { type Advice, type Chart, type ChartBuilder, type ChartSpec, ROWS } from './parts/chart.ts';
import {
  depthColor,
  drawnPanels,
  opacityIfPicked,
  panels,
  pickDepth,
  pointerTarget,
} from './parts/encodings.ts';
import { type LayerNorm, type LayerNorms, layerNorms, zeroNote } from './parts/gradients.ts';
import type { PageScales } from './parts/scales.ts';
import { type Row, tableOf } from './parts/table.ts';

/** Norm of the loss gradient from the input to the classifier, before the first step and at the end. */
export function gradientProfile(): ChartBuilder {
  return { id: 'gradient-profile', title: msg`Gradient norm from input to classifier`, build };
}

const FIRST = msg`before training`;
export const LAST = msg`last epoch`;

function build(runs: readonly RunResult[], scales: PageScales): Chart | undefined {
  const first = layerNorms(runs, run => new Set(ends(run).slice(0, 1)), 'layer');
  const last = layerNorms(runs, run => new Set(ends(run).slice(1)), 'layer');
  const rows = [...profileRows(first.norms, FIRST), ...profileRows(last.norms, LAST)];
  const titles = [FIRST, LAST].flatMap(moment => scales.arms.map(arm => panelTitle(arm, moment)));
  return profileChart(
    rows,
    { order: drawnPanels(titles, rows), color: depthColor(scales), pick: pickDepth },
    {
      lookFor: msg`The signal of the loss starts at the classifier, on the right, and travels to the input, on the left. A line
      that sinks to the left by orders of magnitude means vanishing gradients, one that climbs exploding ones. With batch
      normalisation none should sink: before the first step deep plain networks even climb, and once they train they level
      out; so vanishing gradients are not the cause of their errors.`,
      refutedBy: msg`Vanishing gradients would explain degradation if, in the plain panels, deeper networks sank far below
      shallower ones towards the input and the residual ones did not.`,
    },
    { zeros: first.zeros + last.zeros, columns: Math.min(2, scales.arms.length) },
  );
}

/** A line for each network, from the input to the classifier; `undefined` without rows. */
export function profileChart(
  rows: readonly Row[],
  layout: ProfileLayout,
  advice: Advice,
  { zeros, columns }: { readonly zeros: number; readonly columns: number },
): Chart | undefined {
  if (rows.length === 0) return undefined;
  return {
    ...advice,
    notes: [
      msg`Layers are placed by their share of the way, so that networks of different depth share an axis; index and name are in
        the tooltip. Geometric mean over seeds.`,
      ...zeroNote(zeros),
    ],
    spec: profileSpec(layout, logarithmic(decadesOf(rows))),
    otherScale: { type: 'linear', spec: profileSpec(layout, linear) },
    table: tableOf(rows),
    fit: { columns, minimumPanel: 290 },
  };
}

/** Norms of the last epoch. */
export function lastNorms(runs: readonly RunResult[]): LayerNorms {
  return layerNorms(runs, run => new Set(ends(run).slice(-1)), 'layer');
}

/** Up to two epochs: the first measured and the last. */
function ends(run: RunResult): number[] {
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { epoch } of run.gradients) {
    first = Math.min(first, epoch);
    last = Math.max(last, epoch);
  }
  return last > first ? [first, last] : Number.isFinite(first) ? [first] : [];
}

/** Powers of ten around all norms; ticks nowhere else, or a logarithmic grid would drown the lines. */
function decadesOf(rows: readonly Row[]): number[] {
  const norms = rows.map(row => Math.log10(Number(row.norm)));
  const low = Math.floor(norms.reduce((least, norm) => Math.min(least, norm), Number.POSITIVE_INFINITY));
  const high = Math.ceil(norms.reduce((most, norm) => Math.max(most, norm), Number.NEGATIVE_INFINITY));
  return Array.from({ length: Math.max(high, low + 1) - low + 1 }, (_, i) => Number(`1e${low + i}`));
}

const linear = { scale: {}, axis: { format: '.2~g' } };

function logarithmic(decades: readonly number[]) {
  return {
    scale: { type: 'log', domain: [decades[0]!, decades.at(-1)!], nice: false },
    axis: { format: '.1~g', values: [...decades] },
  };
}

const panelTitle = (arm: string, moment: Text) => msg`${arm}, ${moment}`;

export function profileRows(norms: readonly LayerNorm[], moment: Text): Row[] {
  return norms.map(norm => ({
    panel: panelTitle(norm.arm, moment),
    depth: norm.depth,
    epoch: norm.epoch,
    layer: norm.layer,
    position: significant(norm.position, 4),
    name: norm.name,
    norm: significant(10 ** norm.log10, 4),
  }));
}

/** What is drawn in colours, in which panels. */
export interface ProfileLayout {
  /** Titles of panels. */
  readonly order: readonly Text[];
  readonly color: object;
  /** The selection of a depth. */
  readonly pick: object;
}

function profileSpec({ order, color, pick }: ProfileLayout, linearOrLog: object): ChartSpec {
  const x = {
    field: 'position',
    type: 'quantitative' as const,
    title: msg`Position (0 = input, 1 = classifier)`,
    scale: { domain: [0, 1], nice: false },
    axis: { grid: false, tickCount: 5, format: '~g' },
  };
  const y = {
    field: 'norm',
    type: 'quantitative' as const,
    title: msg`Gradient norm (L2)`,
    ...linearOrLog,
  };
  return {
    data: { name: ROWS },
    facet: panels('panel', order),
    columns: 2,
    spec: {
      width: 380,
      height: 200,
      layer: [
        {
          params: [pick],
          mark: { type: 'line', strokeWidth: 1.8 },
          encoding: { x, y, color, opacity: opacityIfPicked(1) },
        },
        {
          mark: pointerTarget,
          encoding: {
            x,
            y,
            tooltip: [
              { field: 'depth', title: msg`depth`, format: 'd' },
              { field: 'layer', title: msg`layer`, format: 'd' },
              { field: 'name', title: msg`name` },
              { field: 'epoch', title: msg`epoch`, format: 'd' },
              { field: 'norm', type: 'quantitative', title: msg`norm`, format: '.3~g' },
            ],
          },
        },
      ],
    },
  };
}
