import { fixed, percent, significant } from '../language/numbers.ts';
import { joined, msg, type Text } from '../language/phrase.ts';
import { armOf, isFinished, networksOf } from '../results/networks.ts';
import type { RunResult } from '../results/schema.ts';
import { type Advice, type Chart, type ChartBuilder, type ChartSpec, ROWS } from './parts/chart.ts';
import { opacityIfPicked, pickDrawnDepth } from './parts/choices.ts';
import { panels } from './parts/panels.ts';
import type { PageScales } from './parts/scales.ts';
import { type Row, tableOf } from './parts/table.ts';

/** Factors of the loss from one level to the next, and how many levels there are. */
const [LEVEL_FACTOR, LEVELS] = [1.5, 9];

/** Training loss around the trained weights, network beside network, in steps of one factor: a map with contours. */
export function lossSurface(advice: Advice): ChartBuilder {
  return {
    id: 'loss-surface',
    title: msg`Training loss around the trained weights`,
    build: (runs, scales) => build(runs, scales, advice),
  };
}

function build(runs: readonly RunResult[], scales: PageScales, advice: Advice): Chart | undefined {
  // A mean of surfaces in different directions would be a surface of nothing: one seed.
  const drawn = networksOf(runs).flatMap(
    group => group.find(run => isFinished(run) && run.landscape.length > 0) ?? [],
  );
  if (drawn.length === 0) return undefined;
  const titles = drawn.map(titleOf);
  const rows = drawn.flatMap(run => surfaceRows(run));
  const losses = rows.flatMap(({ loss }) => (typeof loss === 'number' ? [loss] : []));
  const least = Math.max(Math.min(...losses), 1e-3);
  const side = Math.sqrt(drawn[0]!.landscape.length);
  return {
    ...advice,
    seen: flatnessInWords(drawn),
    notes: [
      msg`${side} × ${side} points a network, the first seed alone; loss in evaluation mode on the images of the training error. 0, 0 is the trained network.`,
      msg`Two random directions, each filter of them as long as the network’s own; biases and batch normalisation stay as they are (Li et al. 2018).`,
      msg`From colour to colour the loss grows by a factor of ${LEVEL_FACTOR}; the last stands for all that is larger, or no number.`,
    ],
    spec: spec(titles, levelsFrom(least), scales),
    table: tableOf(rows),
    fit: { columns: 2, minimumPanel: 240 },
  };
}

/** How far one can walk: the share of each map where the loss is at most so many times that in the middle. */
function flatnessInWords(drawn: readonly RunResult[]): Text {
  const parts = drawn.slice(0, 4).map(run => {
    const middle = run.landscape.find(({ alpha, beta }) => alpha === 0 && beta === 0)?.train_loss ?? 0;
    const near = run.landscape.filter(
      ({ train_loss: loss }) => loss !== null && loss <= NEAR * middle,
    ).length;
    return msg`${percent(Math.round((100 * near) / run.landscape.length))} of the map of ${titleOf(run)} (${fixed(middle, 2)} in the middle)`;
  });
  return msg`The loss is at most ${NEAR} times that of the trained network on ${joined(parts, msg`; `)}.`;
}

/** A loss that is still near that of the trained network, as a multiple of it. */
const NEAR = 2;

/** `plain-56`, with what sets its arm apart. */
function titleOf(run: RunResult): string {
  return armOf(run).replace(/^(\w+)/, `$1-${run.record.config.depth}`);
}

/** Each cell reaches half-way to its neighbours. */
function surfaceRows(run: RunResult): Row[] {
  const half = 1 / (Math.sqrt(run.landscape.length) - 1);
  return run.landscape.map(({ alpha, beta, train_loss, train_error_pct }) => ({
    network: titleOf(run),
    arm: armOf(run),
    depth: run.record.config.depth,
    alpha: significant(alpha, 4),
    beta: significant(beta, 4),
    left: significant(alpha - half, 4),
    right: significant(alpha + half, 4),
    bottom: significant(beta - half, 4),
    top: significant(beta + half, 4),
    loss: train_loss === null ? null : significant(train_loss, 4),
    error: significant(train_error_pct, 4),
  }));
}

/** Ends of all levels but the last. */
function levelsFrom(least: number): number[] {
  return Array.from({ length: LEVELS - 1 }, (_, i) => significant(least * LEVEL_FACTOR ** (i + 1), 3));
}

function spec(titles: readonly Text[], levels: readonly number[], { depths }: PageScales): ChartSpec {
  const axis = (field: string, title: Text) => ({
    field,
    type: 'quantitative' as const,
    title,
    scale: { nice: false, zero: false },
    axis: { grid: false, values: [-1, 0, 1], format: 'd' },
  });
  return {
    data: { name: ROWS },
    transform: [{ calculate: `datum.loss === null ? ${2 * levels.at(-1)!} : datum.loss`, as: 'level' }],
    facet: panels('network', titles),
    columns: 2,
    spec: {
      width: 300,
      height: 300,
      params: [pickDrawnDepth],
      mark: { type: 'rect', strokeWidth: 0 },
      encoding: {
        ...(depths.length > 1 && { opacity: opacityIfPicked(1, 0.25) }),
        x: axis('left', msg`First direction`),
        x2: { field: 'right' },
        y: axis('bottom', msg`Second direction`),
        y2: { field: 'top' },
        color: {
          field: 'level',
          type: 'quantitative',
          title: msg`Training loss`,
          scale: { type: 'threshold', domain: [...levels], scheme: 'viridis' },
          legend: { format: '.2~g', gradientLength: 260 },
        },
        tooltip: [
          { field: 'network', title: msg`network` },
          { field: 'alpha', title: msg`first direction`, format: '.2f' },
          { field: 'beta', title: msg`second direction`, format: '.2f' },
          { field: 'loss', type: 'quantitative', title: msg`loss`, format: '.4~g' },
          { field: 'error', type: 'quantitative', title: msg`error %`, format: '.2f' },
        ],
      },
    },
  };
}
