import { mean } from '../evidence/statistics.ts';
import { significant } from '../language/numbers.ts';
import { msg } from '../language/phrase.ts';
import { armOf, groupBy, networksOf } from '../results/networks.ts';
import type { RunResult } from '../results/schema.ts';
import { armTitle, blockChart, panelTitle } from './parts/block-charts.ts';
import type { Advice, Chart, ChartBuilder } from './parts/chart.ts';
import { pointerTarget } from './parts/encodings.ts';
import type { PageScales } from './parts/scales.ts';

/** Correlation of input gradients over the distance of two points, a line for each depth. */
export function correlationByDistance(advice: Advice): ChartBuilder {
  return {
    id: 'correlation-by-distance',
    title: msg`How alike gradients are at two points, by their distance`,
    build: (runs, scales) => build(runs, scales, advice),
  };
}

function build(runs: readonly RunResult[], scales: PageScales, advice: Advice): Chart | undefined {
  const options = {
    ...advice,
    axis: msg`Mean cosine between gradients`,
    scale: 'linear' as const,
    notes: [
      msg`Gradients of the first logit with respect to the image, before training, at 65 points on each of eight straight
        lines between two training images; batch normalisation has the statistics of one training batch, so that points do
        not see each other.`,
    ],
  };
  return blockChart(scales, options, {
    rows: networksOf(runs).flatMap(group => {
      const { depth } = group[0]!.record.config;
      const rows = group.flatMap(({ shattering }) => shattering);
      return [...groupBy(rows, row => row.distance).values()].flatMap(same => {
        const values = same.flatMap(({ correlation }) => correlation ?? []);
        if (values.length === 0) return [];
        const { distance } = same[0]!;
        const value = significant(mean(values), 4);
        return [
          {
            panel: panelTitle(armTitle(armOf(group[0]!))),
            arm: armOf(group[0]!),
            depth,
            distance,
            value,
            n: values.length,
          },
        ];
      });
    }),
    titles: arm => [panelTitle(armTitle(arm))],
    note: msg`Means over seeds.`,
    x: {
      field: 'distance',
      type: 'quantitative',
      title: msg`Distance, as a share of the line between two images`,
      scale: { domain: [0, 1], nice: false },
      axis: { grid: false, tickCount: 4, format: '~g' },
    },
    dots: axes => [
      {
        mark: pointerTarget,
        encoding: {
          ...axes,
          tooltip: [
            { field: 'depth', title: msg`depth`, format: 'd' },
            { field: 'distance', title: msg`distance`, format: '.3f' },
            { field: 'value', type: 'quantitative', title: msg`cosine`, format: '.3~g' },
          ],
        },
      },
    ],
  });
}
