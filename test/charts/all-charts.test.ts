import test from 'ava';
import { rowsOf } from '../../src/charts/parts/table.ts';
import { publishedByVariant } from '../../src/charts/published-by-variant.ts';
import { languageCodes } from '../../src/language/languages.ts';
import { he2016 } from '../../src/paper/published.ts';
import { exhaustive } from '../exhaustive.ts';
import { cutShort, growingRuns, makeRun, makeRuns, paperConfig } from '../reports/fixtures.ts';
import { advice, allCharts } from './all-charts.ts';
import { built, drawn } from './render.ts';

const small = { depths: [8, 20], epochs: 4 };
const stemOnly = makeRuns({ kinds: ['plain'], depths: [2], seeds: 2, epochs: 2 }).map(run => ({
  ...run,
  blocks: run.blocks.filter(({ block_index }) => block_index === 0),
}));
const dropout = { regularizers: [{ name: `a"b'c\\</script>`, options: { rate: 0.1 } }] };
const situations = {
  'several seeds': makeRuns({ ...small, seeds: 3 }),
  'one seed': makeRuns({ ...small, seeds: 1 }),
  'a run that diverged and one that runs': [
    ...makeRuns({ ...small, seeds: 2 }),
    cutShort(makeRun({ kind: 'plain', depth: 32, seed: 1, epochs: 4 }), 'diverged', 1),
    cutShort(makeRun({ kind: 'residual', depth: 32, seed: 1, epochs: 4 }), 'running', 2),
  ],
  'an arm with an awkward name': [
    ...makeRuns({ ...small, seeds: 1 }),
    ...makeRuns({ ...small, seeds: 1, config: dropout }),
  ],
  'runs that grow': growingRuns(),
  ...(exhaustive && {
    'one run': makeRuns({ kinds: ['plain'], depths: [8], seeds: 1, epochs: 1 }),
    'networks without blocks': stemOnly,
    'runs of the paper’s size': makeRuns({ depths: [20, 110], seeds: 2, epochs: 3, config: paperConfig }),
  }),
};

const published = publishedByVariant({ ...advice, published: he2016 });

test('published errors are drawn beside the variants that ran, a failure as a word', async t => {
  const runs = (['A', 'B', 'scaled', 'dropout'] as const).flatMap(shortcut =>
    makeRuns({ ...small, seeds: 1, config: { network: { width: 8, shortcut, batchNorm: true } } }),
  );
  const chart = built(published, runs);
  const { svg, warnings } = await drawn(chart);
  t.deepEqual(warnings, []);
  t.deepEqual(
    rowsOf(chart.table).map(({ variant, value, text }) => [variant, value, text]),
    [
      ['as the preset says', 6.61, '6.61'],
      ['dropout shortcut', null, 'fails'],
      ['scaled shortcut', 12.35, '12.35'],
    ],
  );
  for (const text of ['6.61', '12.35', 'fails']) t.true(svg.includes(`>${text}<`), text);
  t.is(published.build(makeRuns({ ...small, kinds: ['plain'] }), { depths: [8], arms: [] }), undefined);
});

for (const builder of allCharts) {
  for (const [situation, runs] of Object.entries(situations)) {
    test(`${builder.id} draws ${situation} without a warning`, async t => {
      const { svg, warnings } = await drawn(built(builder, runs));
      t.deepEqual(warnings, []);
      t.true(/<path[^>]+d="M/.test(svg));
      t.deepEqual(svg.match(/.{0,60}(?:NaN|undefined)/g), null);
    });
  }

  test(`${builder.id} draws without a warning on its other scale and in every language`, async t => {
    const chart = built(builder, situations['several seeds']);
    const other = { ...chart, spec: chart.otherScale?.spec ?? chart.spec };
    for (const language of languageCodes) {
      const { svg, warnings } = await drawn(other, language);
      t.deepEqual(warnings, []);
      t.deepEqual(svg.match(/.{0,60}(?:NaN|undefined|Infinity)/g), null);
    }
  });

  test(`${builder.id} draws nothing before anything was measured`, t => {
    t.is(builder.build([], { depths: [], arms: [] }), undefined);
  });

  test(`${builder.id} says what to look at and what would refute it`, t => {
    const chart = built(builder, situations['one seed']);
    t.true(String(chart.lookFor).length > 40 && String(chart.refutedBy).length > 40);
  });
}
