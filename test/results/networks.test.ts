import test from 'ava';
import { armOf, armsOf, depthsOf, finalRow, sortRuns } from '../../src/results/networks.ts';
import { cutShort, makeRun, makeRuns } from '../reports/fixtures.ts';

test('depths sort as numbers and plain comes before residual, whatever the order of the folders', t => {
  const runs = makeRuns({ depths: [110, 20, 8], seeds: 1, epochs: 1 }).reverse();
  t.deepEqual(depthsOf(runs), [8, 20, 110]);
  t.deepEqual(armsOf(runs), ['plain', 'residual']);
  t.deepEqual(sortRuns(runs), sortRuns([...runs].reverse()));
});

test('an arm is named by its kind and what was added to it', t => {
  const config = { regularizers: [{ name: 'dropout', options: { rate: 0.1 } }] };
  t.is(armOf(makeRun({ kind: 'plain', depth: 8, seed: 1, epochs: 1, config })), 'plain · dropout 0.1');
});

test('only a finished run has final numbers', t => {
  const run = makeRun({ kind: 'plain', depth: 8, seed: 1, epochs: 3 });
  t.is(finalRow(run)?.epoch, 3);
  t.is(finalRow(cutShort(run, 'diverged', 2)), undefined);
});
