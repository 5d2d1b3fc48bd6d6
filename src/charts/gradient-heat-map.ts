import { minIndex, quantile } from 'd3-array';
import { STARVED } from '../evidence/starved.ts';
import { fixed, grouped, significant } from '../language/numbers.ts';
import { msg, type Text } from '../language/phrase.ts';
import { networksOf } from '../results/networks.ts';
import type { RunResult } from '../results/schema.ts';
import { type Chart, type ChartBuilder, type ChartSpec, ROWS } from './parts/chart.ts';
import { epochEnds, opacityIfPicked, pickDrawnDepth } from './parts/choices.ts';
import { type LayerNorm, layerNorms, measuredEpochs, thinned, zeroNote } from './parts/gradients.ts';
import { panels } from './parts/panels.ts';
import type { PageScales } from './parts/scales.ts';
import { type Row, tableOf } from './parts/table.ts';

/** Cells a page may hold: more would neither be seen nor load quickly. */
const MAXIMUM_CELLS = 8000;
const MAXIMUM_EPOCHS = 42;

/** Norm of the loss gradient in every layer over the epochs, one panel a network. */
export function gradientHeatMap(): ChartBuilder {
  return { id: 'gradient-heat-map', title: msg`Gradient norm in every layer over epochs`, build };
}

function build(runs: readonly RunResult[], scales: PageScales): Chart | undefined {
  const measured = measuredEpochs(runs);
  const kept = thinned(measured, epochLimit(runs));
  const keptSet = new Set(kept);
  const { norms, zeros } = layerNorms(runs, () => keptSet);
  if (norms.length === 0) return undefined;
  const titles = panelTitles(norms, scales);
  return {
    seen: weakestInWords(norms),
    lookFor: msg`Colour is the order of magnitude of the gradient’s norm. Look down a column, from the classifier to the input, for layers that get ten or a hundred times less than others, and compare the plain panels with the residual ones. Layer 0 is the first behind the input; epoch 0 is before training.`,
    refutedBy: msg`Vanishing gradients would explain degradation if, while they train, layers of the deep plain networks got less than 1/${STARVED} of the gradient of the same layer of the residual network of that depth. If none does, they do not.`,
    notes: [
      msg`Norm of the loss gradient, before clipping and without weight decay; geometric mean over seeds; epoch 0 is before the first step.`,
      msg`The scale of colours ends at the 1st and the 99th percentile, so that a few cells do not stretch it; values beyond have the colour of its ends.`,
      ...(kept.length < measured.length
        ? [
            msg`${kept.length} of ${measured.length} measured epochs are drawn, evenly spread, the first and the last among them; all are in the CSV files.`,
          ]
        : []),
      ...zeroNote(zeros),
    ],
    spec: spec(titles, norms),
    table: tableOf(cells(norms, kept)),
    fit: { columns: Math.min(2, scales.arms.length), minimumPanel: 240 },
  };
}

/** The layer of the deepest plain network that got least, beside the same layer of the residual network of that depth. */
function weakestInWords(norms: readonly LayerNorm[]): Text | undefined {
  const depth = Math.max(...norms.map(norm => norm.depth));
  const of = (arm: string) =>
    norms.filter(norm => norm.arm === arm && norm.depth === depth && norm.epoch > 0);
  const residual = new Map(of('residual').map(norm => [`${norm.epoch} ${norm.layer}`, norm.log10]));
  const shares = of('plain').flatMap(norm => {
    const other = residual.get(`${norm.epoch} ${norm.layer}`);
    return other === undefined ? [] : [{ norm, log10: norm.log10 - other }];
  });
  const least = shares[minIndex(shares, share => share.log10)];
  if (!least) return undefined;
  const { norm, log10 } = least;
  const factor = 10 ** Math.abs(log10);
  const words = factor < 10 ? fixed(factor, 1) : grouped(Math.round(factor));
  return log10 < 0
    ? msg`At its weakest while it trains, a layer of plain-${depth} gets ${words} times less gradient than the same layer of residual-${depth}: ${norm.name}, after epoch ${norm.epoch}.`
    : msg`While they train, every layer of plain-${depth} gets at least ${words} times the gradient of the same layer of residual-${depth}.`;
}

/** So many epochs that all networks together stay below the limit of cells. */
function epochLimit(runs: readonly RunResult[]): number {
  const layers = networksOf(runs)
    .map(group => new Set(group.flatMap(run => run.gradients.map(row => row.layer_index))).size)
    .reduce((a, b) => a + b, 0);
  return Math.max(2, Math.min(MAXIMUM_EPOCHS, Math.floor(MAXIMUM_CELLS / Math.max(1, layers))));
}

const titleOf = ({ arm, depth }: { arm: string; depth: number }) => arm.replace(/^(\w+)/, `$1-${depth}`);

/** Row by row: one depth a row, plain beside residual. */
function panelTitles(norms: readonly LayerNorm[], { depths, arms }: PageScales): string[] {
  const drawn = new Set(norms.map(titleOf));
  return depths.flatMap(depth => arms.map(arm => titleOf({ arm, depth }))).filter(title => drawn.has(title));
}

/** Each cell reaches half-way to its neighbours, so unevenly spread epochs are drawn to scale. */
function cells(norms: readonly LayerNorm[], kept: readonly number[]): Row[] {
  const edges = kept.map((epoch, i) => {
    const [before, after] = [kept[i - 1], kept[i + 1]];
    const half = (neighbour: number | undefined, other: number | undefined) =>
      neighbour === undefined ? Math.abs((other ?? epoch + 1) - epoch) / 2 : Math.abs(neighbour - epoch) / 2;
    return { epoch, from: epoch - half(before, after), to: epoch + half(after, before) };
  });
  const edge = new Map(edges.map(item => [item.epoch, item]));
  return norms.map(norm => ({
    network: titleOf(norm),
    arm: norm.arm,
    depth: norm.depth,
    epoch: norm.epoch,
    from: edge.get(norm.epoch)!.from,
    to: edge.get(norm.epoch)!.to,
    layer: norm.layer,
    name: norm.name,
    log10_norm: significant(norm.log10, 4),
  }));
}

function spec(titles: readonly string[], norms: readonly LayerNorm[]): ChartSpec {
  const logs = norms.map(norm => norm.log10);
  const [low, high] = [quantile(logs, 0.01)!, quantile(logs, 0.99)!];
  const [first, last] = epochDomain(norms);
  return {
    params: epochEnds,
    data: { name: ROWS },
    transform: [
      { calculate: 'datum.layer - 0.5', as: 'bottom' },
      { calculate: 'datum.layer + 0.5', as: 'top' },
      { calculate: `format(pow(10, datum.log10_norm), '.3~g')`, as: 'norm' },
    ],
    facet: panels('network', titles),
    columns: 2,
    spec: {
      width: 380,
      height: 130,
      params: [pickDrawnDepth],
      mark: { type: 'rect', clip: true, strokeWidth: 0 },
      encoding: {
        opacity: opacityIfPicked(1, 0.25),
        x: {
          field: 'from',
          type: 'quantitative',
          title: msg`Epoch`,
          axis: { format: 'd', tickMinStep: 1, grid: false },
          scale: {
            nice: false,
            zero: false,
            domainMin: { expr: `epochFrom === null ? ${first} : epochFrom` },
            domainMax: { expr: `epochTo === null ? ${last} : epochTo` },
          },
        },
        x2: { field: 'to' },
        y: {
          field: 'bottom',
          type: 'quantitative',
          title: msg`Layer`,
          // The same room for labels of one to three digits, so that panels stand in line.
          axis: { format: 'd', tickMinStep: 1, tickCount: 5, grid: false, minExtent: 30 },
          scale: { nice: false, zero: false },
        },
        y2: { field: 'top' },
        color: {
          field: 'log10_norm',
          type: 'quantitative',
          title: msg`Gradient norm (L2), logarithmic`,
          scale: { scheme: 'viridis', domain: [low, high > low ? high : low + 1], clamp: true, nice: false },
          legend: { gradientLength: 220, labelExpr: `format(pow(10, datum.value), '.1~r')`, tickCount: 5 },
        },
        tooltip: [
          { field: 'network', title: msg`network` },
          { field: 'epoch', title: msg`epoch`, format: 'd' },
          { field: 'layer', title: msg`layer`, format: 'd' },
          { field: 'name', title: msg`name` },
          { field: 'norm', title: msg`norm` },
        ],
      },
    },
    resolve: { scale: { y: 'independent' } },
  };
}

function epochDomain(norms: readonly LayerNorm[]): [number, number] {
  const epochs = [...new Set(norms.map(norm => norm.epoch))].sort((a, b) => a - b);
  const [first, last] = [epochs[0]!, epochs.at(-1)!];
  const [second, previous] = [epochs[1] ?? first + 1, epochs.at(-2) ?? last - 1];
  return [first - (second - first) / 2, last + (last - previous) / 2];
}
