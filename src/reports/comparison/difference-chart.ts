import { type Chart, type ChartBuilder, type ChartSpec, ROWS } from '../../charts/parts/chart.ts';
import { opacityIfPicked, pickDepth } from '../../charts/parts/choices.ts';
import { depthColor } from '../../charts/parts/encodings.ts';
import { lineAxis, panels } from '../../charts/parts/panels.ts';
import type { PageScales } from '../../charts/parts/scales.ts';
import { type Row, tableOf } from '../../charts/parts/table.ts';
import { percentLevel } from '../../evidence/claims/claim.ts';
import { significant, significantOrNull } from '../../language/numbers.ts';
import { distinctTexts, msg, type Text } from '../../language/phrase.ts';
import { comparedErrors, type Differences } from './differences.ts';

/** What the second set changes, with intervals: a line for each network. */
export function differenceChart(
  differences: Differences,
  [first, second]: readonly [string, string],
): ChartBuilder {
  return {
    id: 'differences',
    title: msg`Final error: ${second} minus ${first}`,
    build: (_, scales) => build(differences, scales),
  };
}

function build({ level, all }: Differences, scales: PageScales): Chart | undefined {
  const rows = all.flatMap(({ match, error, estimate }): Row[] => {
    if (!estimate) return [];
    const { n, mean, low, high } = estimate;
    return [
      {
        panel: error.name,
        network: match.name,
        depth: match.depth,
        difference: significant(mean),
        low: significantOrNull(low),
        high: significantOrNull(high),
        n,
      },
    ];
  });
  if (rows.length === 0) return undefined;
  const several = rows.some(({ low }) => low !== null);
  return {
    lookFor: msg`Left of the line at 0 the second set has the lower error, right of it the higher one. A bar that does not touch the line shows a difference that chance does not explain.`,
    refutedBy: msg`A bar crossing 0 leaves it undecided; it does not show that there is no difference. The shorter the bar, the smaller is what could have been missed.`,
    notes: [
      several
        ? msg`Means of differences between runs of the same seed, with ${percentLevel(level)} t intervals: widened so that all of this page hold together with 95 %.`
        : msg`One seed: no interval.`,
    ],
    spec: spec(scales, distinctTexts(all.map(({ match }) => match.name)), several),
    table: tableOf(rows),
    fit: { columns: 2, minimumPanel: 260 },
  };
}

function spec(scales: PageScales, networks: readonly Text[], several: boolean): ChartSpec {
  const x = {
    field: 'difference',
    type: 'quantitative' as const,
    title: msg`Difference in percentage points`,
  };
  const { y, height } = lineAxis('network', networks);
  const color = { ...depthColor(scales), legend: { symbolType: 'circle' as const, symbolOpacity: 1 } };
  return {
    data: { name: ROWS },
    facet: panels(
      'panel',
      comparedErrors.map(({ name }) => name),
    ),
    columns: 2,
    spec: {
      width: 380,
      height,
      layer: [
        {
          mark: { type: 'rule', color: 'var(--muted)', strokeWidth: 1 },
          encoding: { x: { datum: 0, type: 'quantitative' } },
        },
        ...(several
          ? [
              {
                transform: [{ filter: 'datum.low !== null' }],
                mark: { type: 'rule', strokeWidth: 1.6 },
                encoding: {
                  x: { ...x, field: 'low' },
                  x2: { field: 'high' },
                  y,
                  color,
                  opacity: opacityIfPicked(1),
                },
              },
            ]
          : []),
        {
          params: [pickDepth],
          mark: { type: 'point', filled: true, size: 80 },
          encoding: {
            x,
            y,
            color,
            opacity: opacityIfPicked(1),
            tooltip: [
              { field: 'network', title: msg`network` },
              { field: 'difference', type: 'quantitative', title: msg`difference`, format: '+.3~f' },
              { field: 'low', type: 'quantitative', title: msg`from`, format: '+.3~f' },
              { field: 'high', type: 'quantitative', title: msg`to`, format: '+.3~f' },
              { field: 'n', title: msg`seeds`, format: 'd' },
            ],
          },
        },
      ],
    },
  };
}
