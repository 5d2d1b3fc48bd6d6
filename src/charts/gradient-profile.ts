import { extent } from 'd3-array';
import { grouped, significant } from '../language/numbers.ts';
import { joined, msg, type Text } from '../language/phrase.ts';
import { groupBy } from '../results/networks.ts';
import type { RunResult } from '../results/schema.ts';
import { type Advice, type Chart, type ChartBuilder, type ChartSpec, ROWS } from './parts/chart.ts';
import { ALWAYS, atMomentShown, opacityIfPicked, pickDepth, trainingMoment } from './parts/choices.ts';
import { depthColor, pointerTarget } from './parts/encodings.ts';
import {
  type LayerNorm,
  type LayerNorms,
  layerNorms,
  measuredEpochs,
  thinned,
  zeroNote,
} from './parts/gradients.ts';
import { armInWords } from './parts/names.ts';
import { drawnPanels, panels } from './parts/panels.ts';
import type { PageScales } from './parts/scales.ts';
import { type Row, tableOf } from './parts/table.ts';
import { fewTicks, powersOfTen } from './parts/value-scale.ts';

/** Norm of the loss gradient from the input to the classifier, before the first step and at the end. */
export function gradientProfile(): ChartBuilder {
  return { id: 'gradient-profile', title: msg`Gradient norm from input to classifier`, build };
}

const FIRST = msg`before training`;
export const LAST = msg`last epoch`;

/** Rows that a page may hold for the slider, and moments that it stops at. */
const MOST_ROWS = 16_000;
const MOMENTS = 41;

function build(runs: readonly RunResult[], scales: PageScales): Chart | undefined {
  const first = layerNorms(runs, run => new Set(ends(run).slice(0, 1)), 'layer');
  const last = layerNorms(runs, run => new Set(ends(run).slice(1)), 'layer');
  const earlier = lastMoments(runs, last.norms.length);
  const rows = [
    ...profileRows(first.norms, FIRST, ALWAYS),
    ...profileRows(last.norms, LAST, null),
    ...earlier.flatMap(({ at, norms }) => profileRows(norms, LAST, at)),
  ];
  const titles = [FIRST, LAST].flatMap(moment => scales.arms.map(arm => panelTitle(arm, moment)));
  return profileChart(
    rows,
    { order: drawnPanels(titles, rows), color: depthColor(scales), pick: pickDepth },
    {
      seen: rangesInWords(last.norms.length > 0 ? last.norms : first.norms),
      lookFor: msg`The signal of the loss starts at the classifier, on the right, and travels to the input, on the left. A line
      that sinks to the left by orders of magnitude means vanishing gradients, one that climbs exploding ones.`,
      refutedBy: msg`Vanishing gradients would explain degradation if, in the plain panels, deeper networks sank far below
      shallower ones towards the input and the residual ones did not.`,
      ...(earlier.length > 0 && { slider: { seeds: [] } }),
    },
    { zeros: first.zeros + last.zeros, columns: Math.min(2, scales.arms.length) },
  );
}

/** Norms at epochs between the first and the last, so many as there is room for. */
function lastMoments(runs: readonly RunResult[], rowsOfOne: number) {
  const between = measuredEpochs(runs).slice(0, -1);
  const most = Math.min(MOMENTS, Math.floor(MOST_ROWS / Math.max(1, rowsOfOne)));
  if (rowsOfOne === 0 || most < 2) return [];
  return thinned(between, most).map(at => {
    // Who ended earlier keeps the last value.
    const latest = (run: RunResult) => {
      const epochs = run.gradients.flatMap(({ epoch }) => (epoch <= at ? epoch : []));
      return new Set(epochs.length > 0 ? [epochs.reduce((a, b) => Math.max(a, b))] : []);
    };
    return { at, norms: layerNorms(runs, latest, 'layer').norms };
  });
}

/** How unequally the deepest network of each kind shares its gradient among its layers. */
function rangesInWords(norms: readonly LayerNorm[]): Text | undefined {
  const parts = [...groupBy(norms, ({ arm }) => arm)].slice(0, 4).map(([arm, own]) => {
    const deepest = Math.max(...own.map(({ depth }) => depth));
    const [least = 0, most = 0] = extent(
      own.filter(({ depth }) => depth === deepest),
      ({ log10 }) => log10,
    );
    return msg`a factor of ${grouped(Math.round(10 ** (most - least)))} in ${armInWords(arm)} at depth ${deepest}`;
  });
  if (parts.length === 0) return undefined;
  return msg`Between the layer with the smallest and the one with the largest gradient at the end of training lies ${joined(parts, msg`; `)}.`;
}

/** A line for each network, from the input to the classifier; `undefined` without rows. */
export function profileChart(
  rows: readonly Row[],
  layout: ProfileLayout,
  advice: Advice & Pick<Chart, 'seen' | 'slider'>,
  { zeros, columns }: { readonly zeros: number; readonly columns: number },
): Chart | undefined {
  if (rows.length === 0) return undefined;
  return {
    ...advice,
    notes: [
      msg`The x axis is relative depth, so that networks of different depth share it; index and name are in the tooltip. Geometric mean over seeds.`,
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

const linear = { scale: {}, axis: fewTicks };

function logarithmic(decades: readonly number[]) {
  return {
    scale: { type: 'log', domain: [decades[0]!, decades.at(-1)!], nice: false },
    axis: { labelExpr: powersOfTen, values: [...decades] },
  };
}

const panelTitle = (arm: string, moment: Text) => msg`${armInWords(arm)}, ${moment}`;

/** @param at epoch of the slider at which they are drawn; `null` for the end */
export function profileRows(norms: readonly LayerNorm[], moment: Text, at: number | null = null): Row[] {
  return norms.map(norm => ({
    panel: panelTitle(norm.arm, moment),
    arm: norm.arm,
    depth: norm.depth,
    at,
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

/** Where the slider is not at the end, titles name its epoch instead. */
function movingTitles(facet: ReturnType<typeof panels>) {
  const { labelExpr } = facet.header;
  const moved = joined(
    ["(at === null ? datum.label : replace(datum.label, '", LAST, "', '", msg`epoch`, " ' + at))"],
    '',
  );
  return { ...facet, header: { ...facet.header, labelExpr: joined(labelExpr.split('datum.label'), moved) } };
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
    params: trainingMoment,
    data: { name: ROWS },
    transform: [atMomentShown],
    facet: movingTitles(panels('panel', order)),
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
              { field: 'arm', title: msg`network` },
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
