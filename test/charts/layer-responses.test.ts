import test from 'ava';
import { layerResponses } from '../../src/charts/layer-responses.ts';
import { rowsOf } from '../../src/charts/parts/table.ts';
import type { RunResult } from '../../src/results/schema.ts';
import { cutShort, makeRuns } from '../reports/fixtures.ts';
import { built } from './render.ts';

test('a panel ranks the same responses from strong to weak', t => {
  const rows = rowsOf(
    built(layerResponses(), makeRuns({ kinds: ['plain'], depths: [20], seeds: 2, epochs: 2 })).table,
  );
  const [left, right] = ['plain, in the order of the layers', 'plain, sorted by magnitude'].map(panel =>
    rows.filter(row => row.panel === panel).map(row => Number(row.std)),
  );
  t.is(left!.length, 20);
  t.deepEqual(
    right,
    [...left!].sort((a, b) => b - a),
  );
  t.notDeepEqual(left, right);
});

test('runs that diverged or have not ended yet are left out of the mean', t => {
  const runs = makeRuns({ kinds: ['plain'], depths: [8], seeds: 3, epochs: 4 });
  const [first, second, third] = runs;
  const drawn = (those: readonly RunResult[]) => rowsOf(built(layerResponses(), those).table);
  const mixed = [first!, cutShort(second!, 'diverged', 2), cutShort(third!, 'running', 2)];
  t.deepEqual(drawn(mixed), drawn([first!]));
  t.throws(() => drawn(mixed.slice(1)), { message: /drew nothing/ });
});
