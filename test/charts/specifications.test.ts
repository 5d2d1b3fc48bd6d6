import test from 'ava';
import { scalesOf } from '../../src/charts/parts/scales.ts';
import { inAllLanguages, localized } from '../../src/language/phrase.ts';
import { differenceChart } from '../../src/reports/comparison/difference-chart.ts';
import { differencesOf } from '../../src/reports/comparison/differences.ts';
import { matchNetworks } from '../../src/reports/comparison/matching.ts';
import { overlaidCurves, overlaidGradients } from '../../src/reports/comparison/overlays.ts';
import { sortRuns } from '../../src/results/networks.ts';
import { makeRuns } from '../reports/fixtures.ts';
import { allCharts } from './all-charts.ts';

/*
 * Alone in its process: the files of snapshots are named after the file that ava starts. After a wanted change:
 * `npx ava --update-snapshots test/charts/specifications.test.ts`, and read the difference.
 */
const small = { depths: [8, 20], seeds: 2, epochs: 2 };
const first = makeRuns(small);
const second = makeRuns({ ...small, config: { regularizers: [{ name: 'l2', options: { rate: 1e-4 } }] } });
const { matches } = matchNetworks(first, second);
const names = ['paper', 'l2 1e-4'] as const;

for (const { name, runs, builders } of [
  { name: 'a report', runs: first, builders: allCharts },
  {
    name: 'a comparison',
    runs: [...first, ...second],
    builders: [
      differenceChart(differencesOf(matches), names),
      overlaidCurves(matches, names),
      overlaidGradients(matches, names),
    ],
  },
]) {
  for (const builder of builders) {
    test(`${builder.id} of ${name} is specified as it was`, t => {
      const sorted = sortRuns(runs);
      const { spec, otherScale, fit, table } = builder.build(sorted, scalesOf(sorted))!;
      t.snapshot(
        {
          spec: localized(spec, 'en'),
          otherScale: otherScale && localized(otherScale, 'en'),
          fit,
          columns: Object.keys(table.columns),
        },
        'specification',
      );
      // Translations change words alone.
      const shapes = inAllLanguages(code => shapeOf(localized(spec, code)));
      t.deepEqual(shapes['zh-CN'], shapes.en);
    });
  }
}

/** Everything but strings. */
function shapeOf(value: unknown): unknown {
  if (typeof value === 'string') return '';
  if (Array.isArray(value)) return value.map(shapeOf);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, shapeOf(item)]));
}
