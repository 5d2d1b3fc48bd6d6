import { mean } from '../evidence/statistics.ts';
import { fixed, significant } from '../language/numbers.ts';
import { joined, msg, type Text } from '../language/phrase.ts';
import { blocksRemoved, intactError, pairsSwapped } from '../results/lesion-rows.ts';
import { armOf, groupBy, isFinished, networkName, networksOf } from '../results/networks.ts';
import type { LesionRow, RunResult } from '../results/schema.ts';
import { armTitle, blockChart, panelTitle } from './parts/block-charts.ts';
import type { Advice, Chart, ChartBuilder } from './parts/chart.ts';
import { opacityIfPicked } from './parts/choices.ts';
import { depthColor, pointerTarget } from './parts/encodings.ts';
import type { PageScales } from './parts/scales.ts';
import type { Row } from './parts/table.ts';

const axis = msg`Test error in %`;

/** Test error without one block, over the place of that block. */
export function lesionByBlock(advice: Advice): ChartBuilder {
  return {
    id: 'lesion-by-block',
    title: byBlockTitle,
    build: (runs, scales) => byBlock(runs, scales, advice),
  };
}

const byBlockTitle = msg`Test error with one block taken out`;

function byBlock(runs: readonly RunResult[], scales: PageScales, advice: Advice): Chart | undefined {
  const options = { ...advice, axis, scale: 'linear' as const, notes: [withoutBlock, thin] };
  const networks = lesionedNetworks(runs);
  return blockChart(scales, options, {
    seen: costInWords(networks),
    rows: networks.flatMap(group => {
      const { config } = group[0]!.record;
      const removed = group.flatMap(run => run.lesions.filter(({ lesion }) => lesion === 'one'));
      const last = Math.max(...removed.map(row => row.block_index!));
      return [...groupBy(removed, row => row.block_index!).values()].map(same => ({
        panel: panelTitle(armTitle(armOf(group[0]!))),
        arm: armOf(group[0]!),
        depth: config.depth,
        block: same[0]!.block_index,
        name: same[0]!.block_name,
        position: significant(same[0]!.block_index! / last, 4),
        intact: intactMean(group),
        value: meanError(same),
        n: same.length,
      }));
    }),
    titles: arm => [panelTitle(armTitle(arm))],
    note: msg`The x axis is relative depth; means over seeds.`,
    x: {
      field: 'position',
      type: 'quantitative',
      title: msg`Position of the block (1 = last)`,
      scale: { domain: [0, 1], nice: false },
      axis: { grid: false, tickCount: 3, format: '~g' },
    },
    dots: axes => [
      {
        mark: { type: 'line', strokeWidth: 0.8 },
        encoding: { ...axes, y: { ...axes.y, field: 'intact' }, ...inColor(scales) },
      },
      ...pointsOn(axes, scales, [
        { field: 'block', title: msg`block`, format: 'd' },
        { field: 'name', title: msg`name` },
      ]),
    ],
  });
}

/** Test error over how many blocks were removed, or pairs swapped. */
export function lesionByCount(advice: Advice): ChartBuilder {
  return {
    id: 'lesion-by-count',
    title: msg`Test error the more blocks are removed, or swapped`,
    build: (runs, scales) => byCount(runs, scales, advice),
  };
}

const removedTitle = msg`blocks removed`;
const swappedTitle = msg`pairs of blocks swapped`;

function byCount(runs: readonly RunResult[], scales: PageScales, advice: Advice): Chart | undefined {
  const options = {
    ...advice,
    axis,
    scale: 'linear' as const,
    notes: [
      withoutBlock,
      msg`Only blocks that keep the shape of what they are given; five draws of each number, means over draws and seeds.`,
    ],
  };
  return blockChart(scales, options, {
    rows: lesionedNetworks(runs).flatMap(group => [
      ...countRows(group, removedTitle, 'several', blocksRemoved),
      ...countRows(group, swappedTitle, 'swapped', pairsSwapped),
    ]),
    titles: arm => [panelTitle(armTitle(arm), removedTitle), panelTitle(armTitle(arm), swappedTitle)],
    note: msg`0 is the network as it was trained.`,
    x: {
      field: 'count',
      type: 'quantitative',
      title: msg`Blocks removed, or pairs swapped`,
      scale: { type: 'sqrt', nice: false },
      axis: { grid: false, tickCount: 6, format: 'd' },
    },
    dots: axes => pointsOn(axes, scales, [{ field: 'count', title: msg`removed or swapped`, format: 'd' }]),
  });
}

function countRows(
  group: readonly RunResult[],
  title: Text,
  kind: LesionRow['lesion'],
  lesions: (run: RunResult, count: number) => readonly LesionRow[],
): Row[] {
  const counts = new Set(
    group.flatMap(run => run.lesions.flatMap(row => (row.lesion === kind ? row.count : []))),
  );
  const { config } = group[0]!.record;
  const arm = armOf(group[0]!);
  const panel = panelTitle(armTitle(arm), title);
  const rows = [...new Set([1, ...counts])].flatMap(count => {
    const found = group.flatMap(run => lesions(run, count));
    return found.length === 0
      ? []
      : [{ panel, arm, depth: config.depth, count, value: meanError(found), n: found.length }];
  });
  if (rows.length === 0) return [];
  return [{ panel, arm, depth: config.depth, count: 0, value: intactMean(group), n: group.length }, ...rows];
}

const withoutBlock = msg`Where a block is taken out, its shortcut remains; in plain networks what the shortcut of the residual twin
  would be: the identity, or, where the shape changes, every other pixel and no new channels.`;
const thin = msg`Thin, level lines: the network as it was trained.`;

/** What one block costs, on average. */
function costInWords(networks: readonly (readonly RunResult[])[]): Text | undefined {
  const parts = networks.slice(0, 4).map(group => {
    const { kind, depth } = group[0]!.record.config;
    const without = meanError(group.flatMap(run => run.lesions.filter(({ lesion }) => lesion === 'one')));
    return msg`${networkName(kind, depth)} from ${fixed(intactMean(group), 1)} to ${fixed(without, 1)} %`;
  });
  return parts.length > 0
    ? msg`Without one of its blocks the test error goes, on average over blocks, in ${joined(parts, msg`; `)}.`
    : undefined;
}

/** Finished runs that were damaged, by network. */
function lesionedNetworks(runs: readonly RunResult[]): RunResult[][] {
  return networksOf(runs.filter(run => isFinished(run) && run.lesions.length > 0));
}

function meanError(rows: readonly LesionRow[]): number {
  return significant(mean(rows.map(row => row.test_error_pct)), 4);
}

function intactMean(group: readonly RunResult[]): number {
  return significant(mean(group.flatMap(run => intactError(run) ?? [])), 4);
}

function inColor(scales: PageScales) {
  return { color: depthColor(scales), opacity: opacityIfPicked(1) };
}

/** What is seen of each point, and what the pointer finds. */
function pointsOn(axes: { x: object; y: object }, scales: PageScales, tooltip: readonly object[]): object[] {
  return [
    { mark: { type: 'point', filled: true, size: 16 }, encoding: { ...axes, ...inColor(scales) } },
    {
      mark: pointerTarget,
      encoding: {
        ...axes,
        tooltip: [
          { field: 'depth', title: msg`depth`, format: 'd' },
          ...tooltip,
          { field: 'value', type: 'quantitative', title: msg`error %`, format: '.2f' },
        ],
      },
    },
  ];
}
