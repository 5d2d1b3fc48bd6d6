import test from 'ava';
import { curveRows, keepExtremes, thinningNote } from '../../../src/charts/parts/curves.ts';
import { makeRuns } from '../../reports/fixtures.ts';

const identity = (value: number) => value;

test('a spike survives thinning, wherever it is', t => {
  for (let at = 0; at < 100; at++) {
    const values = Array.from({ length: 100 }, (_, i) => (i === at ? 1000 : i % 7));
    const kept = keepExtremes(values, identity, 20);
    t.true(kept.includes(1000), `${at}`);
    t.true(kept.length <= 20);
    t.deepEqual([kept[0], kept.at(-1)], [values[0], values[99]]);
  }
});

test('what is short enough stays as it is', t => {
  t.deepEqual(keepExtremes([3, 1, 2], identity, 3), [3, 1, 2]);
  t.deepEqual(keepExtremes([], identity, 10), []);
});

test('lines of many networks’ seeds are thinned, means are not, and the page says so', t => {
  const many = makeRuns({ depths: [8, 14, 20, 26, 32, 44, 56], seeds: 4, epochs: 164 });
  const rows = curveRows(many);
  const lengths = (level: string) => rows.filter(row => row.level === level).length;
  t.is(lengths('mean'), 14 * 2 * 165);
  t.true(lengths('seed') <= 4000);
  t.regex(String(thinningNote(many)[0]), /drawn with 35 of up to 165 points/);
  t.deepEqual(thinningNote(makeRuns({ depths: [8], seeds: 2, epochs: 20 })), []);
});
