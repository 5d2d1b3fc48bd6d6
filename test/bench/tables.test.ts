import test from 'ava';
import type { Measured } from '../../bench/entrant.ts';
import type { NetworkResult } from '../../bench/measure.ts';
import { resultsPage } from '../../bench/results-page.ts';
import { kernelTable, rateTable, reasonLines } from '../../bench/tables.ts';
import { markdownTable, terminalTable } from '../../bench/text-table.ts';

const network = { kind: 'residual', depth: 20, resolution: 32, width: 16, batch: 128 } as const;
const row = (changes: Partial<Measured>): Measured => ({
  name: 'wasm',
  group: 'wasm',
  threads: 1,
  imagesPerSecond: [90, 110, 100],
  peakMemory: 512 * 2 ** 20,
  losses: [2, 1],
  versions: { node: '20' },
  profile: null,
  ...changes,
});
const profile = { steps: 10, seconds: 2, kernels: { Conv2D: 1, Add: 0.5, Neg: 0.01, Log: 0.002 } };
const result: NetworkResult = {
  network,
  rows: [
    row({ profile }),
    row({
      name: 'native-2',
      group: 'native',
      threads: 2,
      imagesPerSecond: [400, 410],
      peakMemory: null,
      losses: [2, 1.01],
    }),
    { name: 'torch', reason: 'no Python' },
  ],
  limits: new Map([
    [1, [200, 242.421504, 300]],
    [2, [484.843008]],
  ]),
};

test('rates are medians with their range, relative to the best and to the limit of as many threads', t => {
  t.deepEqual(rateTable([result]), {
    head: [
      'network',
      'contestant',
      'images/s',
      'lowest–highest',
      'of the best',
      'of direct limit',
      'of Winograd limit',
      'peak MiB',
    ],
    rows: [
      ['residual-20-32px-w16', 'wasm', '100', '90–110', '0.25', '10.0 %', '3.0 %', '512'],
      ['residual-20-32px-w16', 'native-2', '405', '400–410', '1.00', '20.3 %', '6.1 %', '–'],
      ['residual-20-32px-w16', 'torch', 'not available'],
    ],
    labels: 2,
  });
});

test('without a measured limit its columns are left out', t => {
  const { head, rows } = rateTable([{ ...result, limits: new Map() }]);
  t.false(head.some(title => title.includes('limit')));
  t.deepEqual(rows[0]!.slice(2), ['100', '90–110', '0.25', '512']);
});

test('a reason is given once; where it holds for one network only, with that network', t => {
  const other = { ...result, network: { ...network, depth: 56 } };
  const failed = { name: 'wasm', reason: 'out of memory' };
  t.deepEqual(reasonLines([result, { ...other, rows: [failed, result.rows[1]!, result.rows[2]!] }]), [
    'torch not available: no Python',
    'wasm (residual-56-32px-w16) not available: out of memory',
  ]);
});

test('kernels are shares of a step, small ones together, and what is left is JavaScript', t => {
  t.deepEqual(kernelTable(result), {
    head: ['kernel', 'wasm'],
    rows: [
      ['Conv2D', '50.0 %'],
      ['Add', '25.0 %'],
      ['other kernels', '0.6 %'],
      ['JavaScript and dispatch', '24.4 %'],
      ['one step, ms', '200'],
    ],
    labels: 1,
  });
  t.is(kernelTable({ ...result, rows: [row({})] }), null);
});

test('tables are aligned, and a short row ends in its remark', t => {
  const table = {
    head: ['name', 'n', 'm'],
    rows: [
      ['a|b', '1', '22'],
      ['c', 'not available'],
    ],
    labels: 1,
  };
  t.is(
    markdownTable(table),
    ['| name | n | m |', '| --- | --: | --: |', '| a\\|b | 1 | 22 |', '| c | not available |  |'].join('\n'),
  );
  t.regex(terminalTable(table), /│ a\|b +│ +1 │ +22 │\n│ c +│ not available +│/);
});

test('the page names circumstances, agreement of losses, machine and versions', t => {
  const page = resultsPage([result], { date: '2026-01-02', rounds: 3, compiler: 'g++ 12' });
  const limits = '| residual-20-32px-w16 | 128 | 242.4 | 72.6 | 242 (1), 485 (2) | 5e-3 (3) |';
  const parts = [
    'on 2026-01-02',
    '3 rounds',
    '- torch not available: no Python',
    limits,
    '| Conv2D | 50.0 % |',
  ];
  for (const part of [...parts, '- C++ compiler: g++ 12', '- node: 20', '- memory: ']) {
    t.true(page.includes(part), `${page} lacks ${part}`);
  }
});
