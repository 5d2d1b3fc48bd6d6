import test from 'ava';
import { tableOf } from '../../../src/charts/parts/table.ts';
import { msg } from '../../../src/language/phrase.ts';
import { csvOf } from '../../../src/page/client/csv.ts';
import { type ChartData, rowsOf } from '../../../src/page/client/data.ts';
import { chartData } from '../../../src/reports/sections/figure.ts';

const rows = [
  { panel: msg`Training error`, arm: 'plain', error: 12.5 },
  { panel: msg`Test error`, arm: 'plain', error: null },
];

function packed(): ChartData['table'] {
  const fit = { columns: 1, minimumPanel: 100 };
  return chartData({ spec: {}, table: tableOf(rows), fit, lookFor: '', refutedBy: '', notes: [] }).table;
}

test('rows come out of a page as they went in, in the language that is shown', t => {
  t.deepEqual(rowsOf(packed(), 'en'), [
    { panel: 'Training error', arm: 'plain', error: 12.5 },
    { panel: 'Test error', arm: 'plain', error: null },
  ]);
  t.deepEqual(
    rowsOf(packed(), 'zh-CN').map(({ panel }) => panel),
    ['训练误差', '测试误差'],
  );
});

test('CSV has quotes only where they are needed, and nothing for what is missing', t => {
  t.is(
    csvOf(
      ['a', 'b'],
      [
        { a: 'x, "y"', b: null },
        { a: 1, b: 'z' },
      ],
    ),
    'a,b\n"x, ""y""",\n1,z\n',
  );
});
