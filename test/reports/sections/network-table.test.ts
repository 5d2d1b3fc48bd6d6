import test from 'ava';
import { networkTable } from '../../../src/reports/sections/network-table.ts';
import { sortRuns } from '../../../src/results/networks.ts';
import { cutShort, makeRun, makeRuns } from '../fixtures.ts';

const final = (train: number) => ({ train, test: train + 1 });
const rowsOf = (html: string) =>
  [...html.matchAll(/<tr><td>(.*)<\/tr>/g)].map(([, row]) =>
    row!
      .split('</td>')
      .map(cell => cell.replaceAll(/<[^>]*>/g, ''))
      .slice(0, -1),
  );

test('each network has one row with its means over finished seeds', t => {
  const of = (seed: number, train: number) =>
    makeRun({ kind: 'plain', depth: 8, seed, epochs: 1, final: final(train) });
  const other = makeRun({ kind: 'residual', depth: 20, seed: 1, epochs: 1, final: final(20) });
  const broken = cutShort(of(3, 90), 'diverged', 1);
  const html = networkTable(sortRuns([of(1, 30), of(2, 40), broken, other]), 'error-curves')!.in('en');
  t.deepEqual(rowsOf(html), [
    ['plain', '8', '2 of 3', '35.00', '36.00'],
    ['residual', '20', '1', '20.00', '21.00'],
  ]);
  t.regex(
    html,
    /<a href="#error-curves" data-focus data-arm="residual" data-depth="20" data-seed="" aria-label="20 layers, residual: show its curves">20<\/a>/,
  );
  t.regex(html, /<th scope="col" aria-sort="none"><button type="button" data-sort>Kind<\/button><\/th>/);
  t.true(html.includes('data-value="35"'));
});

test('variants have a column where there are any; one network alone has no table', t => {
  const small = { kinds: ['residual'] as const, depths: [8], seeds: 1, epochs: 1 };
  const dropout = { regularizers: [{ name: 'dropout', options: { rate: 0.1 } }] };
  const html = networkTable(
    sortRuns([...makeRuns(small), ...makeRuns({ ...small, config: dropout })]),
    null,
  )!.in('en');
  t.deepEqual(
    rowsOf(html).map(row => row[2]),
    ['', 'dropout 0.1'],
  );
  t.is(networkTable(makeRuns(small), 'error-curves'), null);
});
