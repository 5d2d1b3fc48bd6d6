import test from 'ava';
import { comparisonTable } from '../../bench/comparisons.ts';
import type { Measured } from '../../bench/entrant.ts';
import type { NetworkResult } from '../../bench/measure.ts';
import { medianInterval } from '../../bench/median.ts';

const network = { kind: 'residual', depth: 20, resolution: 32, width: 16, batch: 128 } as const;
const noise = [1, 1.1, 0.9, 1.05, 0.95, 1.02, 0.98];

function row(name: string, group: string, threads: number, rates: readonly number[]): Measured {
  const rest = { losses: [], versions: {}, peakMemory: null, profile: null };
  return { name, group, threads, imagesPerSecond: rates, ...rest };
}

function result(rows: Measured[]): NetworkResult {
  return { network, rows, limits: new Map() };
}

test('native is compared with the fastest of every other group on as many threads, and with itself on one', t => {
  const rates = (factor: number) => noise.map(value => value * factor);
  const rows = [
    row('native-1', 'native', 1, rates(200)),
    row('native-2', 'native', 2, rates(380)),
    row('slow-1', 'torch', 1, rates(50)),
    row('fast-1', 'torch', 1, rates(100)),
    row('fast-2', 'torch', 2, rates(400)),
    row('native-1@before', 'native@before', 1, [200, 210, 190, 215, 185, 190, 210]),
  ];
  t.deepEqual(
    comparisonTable([result(rows)]).rows.map(([, ...cells]) => cells),
    [
      ['native-1', 'fast-1', '2.00', '2.00–2.00', 'faster'],
      ['native-1', 'native-1@before', '1.00', '0.93–1.07', 'no difference'],
      ['native-2', 'fast-2', '0.95', '0.95–0.95', 'slower'],
      ['native-2', 'native-1', '1.90', '1.90–1.90', 'faster'],
    ],
  );
});

test('of five rounds or fewer nothing is said', t => {
  const rows = [row('native-1', 'native', 1, [2, 2, 2, 2, 2]), row('wasm', 'wasm', 1, [1, 1, 1, 1, 1])];
  t.deepEqual(comparisonTable([result(rows)]).rows[0]!.slice(3), ['2.00', '–', 'too few rounds to tell']);
});

test('the interval of a median has the level that binomial counts give it', t => {
  t.is(medianInterval([1, 2, 3, 4, 5]), null);
  t.deepEqual(medianInterval([6, 1, 5, 2, 4, 3]), { low: 1, high: 6, level: 1 - 2 / 64 });
  // 1 − 2 · (1 + 9) / 2⁹
  t.deepEqual(medianInterval([9, 8, 7, 6, 5, 4, 3, 2, 1]), { low: 2, high: 8, level: 1 - 20 / 512 });
});
