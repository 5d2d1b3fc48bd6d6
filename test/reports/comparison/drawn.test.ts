import test from 'ava';
import { scalesOf } from '../../../src/charts/parts/scales.ts';
import { languageCodes } from '../../../src/language/languages.ts';
import { differenceChart } from '../../../src/reports/comparison/difference-chart.ts';
import { differencesOf } from '../../../src/reports/comparison/differences.ts';
import { matchNetworks } from '../../../src/reports/comparison/matching.ts';
import { overlaidCurves, overlaidGradients } from '../../../src/reports/comparison/overlays.ts';
import { sortRuns } from '../../../src/results/networks.ts';
import { drawn } from '../../charts/render.ts';
import { cutShort, makeRun, makeRuns } from '../fixtures.ts';

const small = { depths: [8, 20], seeds: 2, epochs: 4 };
const first = makeRuns(small);
const mixup = makeRuns({ ...small, config: { regularizers: [{ name: 'mixup', options: { alpha: 0.2 } }] } });

const awkward = [`a"b'c\\.[x]`, 'datum.level === 1'] as const;
const broken = [...mixup, cutShort(makeRun({ kind: 'plain', depth: 20, seed: 3, epochs: 4 }), 'diverged', 2)];

for (const [situation, second] of Object.entries({ 'several seeds': mixup, 'a run that diverged': broken })) {
  const { matches } = matchNetworks(first, second);
  const runs = sortRuns([...first, ...second]);
  for (const builder of [
    differenceChart(differencesOf(matches), awkward),
    overlaidCurves(matches, awkward),
    overlaidGradients(matches, awkward),
  ]) {
    test(`${builder.id} of a comparison is drawn of ${situation} without a warning, in every language and on both scales`, async t => {
      const chart = builder.build(runs, scalesOf(runs))!;
      for (const language of languageCodes) {
        for (const spec of [chart.spec, chart.otherScale?.spec ?? chart.spec]) {
          const { svg, warnings } = await drawn({ ...chart, spec }, language);
          t.deepEqual(warnings, []);
          t.deepEqual(svg.match(/.{0,60}(?:NaN|undefined|Infinity)/g), null);
        }
      }
    });
  }
}
