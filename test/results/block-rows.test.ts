import test from 'ava';
import { atMoment, keepsShape, looksOf, numbersOf, stretchesOf } from '../../src/results/block-rows.ts';
import type { BlockRow } from '../../src/results/schema.ts';
import type { NetworkConfig } from '../../src/run/config.ts';
import { makeRun } from '../reports/fixtures.ts';

const network: NetworkConfig = { width: 8, shortcut: 'A', batchNorm: true };

test('what a block puts out has another shape where a later stage begins, and with bottlenecks in the first', t => {
  const keeping = (changes: Partial<NetworkConfig> = {}) =>
    ['stem', 'stage1/block1', 'stage1/block2', 'stage2/block1', 'stage3/block1', 'stage3/block11'].filter(
      name => keepsShape({ block_name: name } as BlockRow, { ...network, ...changes }),
    );
  t.deepEqual(keeping(), ['stage1/block1', 'stage1/block2', 'stage3/block11']);
  t.deepEqual(keeping({ block: 'bottleneck' }), ['stage1/block2', 'stage3/block11']);
});

test('rows are found by the moment at which they were measured', t => {
  const run = makeRun({ kind: 'residual', depth: 8, seed: 1, epochs: 2 });
  t.deepEqual(
    (['before training', 'after one step', 'last epoch'] as const).map(moment => [
      ...new Set(atMoment(run.blocks, moment).map(({ step }) => step)),
    ]),
    [[0], [], [20]],
  );
  t.deepEqual(
    looksOf(run).map(rows => [rows.length, rows[0]!.step]),
    [
      [4, 0],
      [4, 20],
    ],
  );
  t.deepEqual(numbersOf(atMoment(run.blocks, 'last epoch'), 'residual_ratio'), [0.5, 0.25, 0.5 / 3]);
});

test('blocks of one shape lie together, the stem with the first stage unless bottlenecks widen it', t => {
  const rows = [
    'stem',
    'stage1/block1',
    'stage1/block2',
    'stage2/block1',
    'stage2/block2',
    'stage3/block1',
  ].map((block_name, block_index) => ({ block_name, block_index }) as BlockRow);
  const lengths = (changes: Partial<NetworkConfig> = {}) =>
    stretchesOf([...rows].reverse(), { ...network, ...changes }).map(stretch => stretch.length);
  t.deepEqual(lengths(), [3, 2, 1]);
  t.deepEqual(lengths({ block: 'bottleneck' }), [1, 2, 2, 1]);
});
