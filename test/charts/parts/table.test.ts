import test from 'ava';
import { rowsOf, tableOf } from '../../../src/charts/parts/table.ts';

test('rows come back from their columns as they went in', t => {
  const rows = [
    { arm: 'plain', epoch: 0, low: null },
    { arm: 'residual', epoch: 1, low: 2.5 },
    { arm: 'plain', epoch: 2, low: null },
  ];
  const table = tableOf(rows);
  t.deepEqual(table.columns.arm, { words: ['plain', 'residual'], codes: [0, 1, 0] });
  t.deepEqual(rowsOf(table), rows);
  t.deepEqual(rowsOf(tableOf([])), []);
});
