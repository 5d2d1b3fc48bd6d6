import test from 'ava';
import { blocksRemoved, intactError, pairsSwapped, shareLost } from '../../src/results/lesion-rows.ts';
import { makeRun } from '../reports/fixtures.ts';

// Its errors are 40 %, and 12 points more for each block removed or pair swapped; ten classes, so that chance is 90 %.
const run = makeRun({ kind: 'plain', depth: 20, seed: 1, epochs: 2 });

test('of single blocks only those that keep the shape are asked about', t => {
  t.deepEqual(
    blocksRemoved(run, 1).map(({ block_name }) => block_name),
    ['stage1/block1'],
  );
  t.is(blocksRemoved(run, 2).length, 1);
  t.is(pairsSwapped(run, 2).length, 1);
  t.is(intactError(run), 40);
});

test('what is lost is a share of the way to chance', t => {
  t.is(shareLost(run, blocksRemoved(run, 1)), 12 / 50);
  t.is(shareLost(run, blocksRemoved(run, 4)), 48 / 50);
  t.is(shareLost(run, [...blocksRemoved(run, 1), ...pairsSwapped(run, 2)]), 18 / 50);
});

test('nothing can be lost where there were no such lesions, or nothing was known', t => {
  t.is(shareLost(run, blocksRemoved(run, 99)), null);
  const guessing = { ...run, lesions: run.lesions.map(row => ({ ...row, test_error_pct: 90 })) };
  t.is(shareLost(guessing, blocksRemoved(guessing, 1)), null);
  t.is(shareLost({ ...run, lesions: [] }, []), null);
});
