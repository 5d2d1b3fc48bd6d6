import test from 'ava';
import { manyTable, measureShards, queueTable } from '../../bench/many.ts';
import { exhaustively } from '../exhaustive.ts';

exhaustively(
  'runs that are dealt to shards are all trained, and what each takes besides is told',
  async t => {
    const measured = await measureShards(3, 2, 2);
    t.like(measured, { how: '2 shards', runs: 3, atATime: 2 });
    t.true(measured.secondsTrained > 0 && measured.seconds * 2 > measured.secondsTrained);
    for (const bytes of Object.values(measured.peakMemory)) t.true(bytes > 2 ** 20);
    const [row] = manyTable([measured]).rows;
    t.deepEqual(row!.slice(0, 3), ['2 shards', '2', '3']);
  },
);

test('a table tells runs a minute, and what a run takes of its worker besides training', t => {
  const peakMemory = { directing: 100 * 2 ** 20, training: 200 * 2 ** 20 };
  const queued = {
    how: 'queue',
    runs: 60,
    atATime: 2,
    seconds: 30,
    secondsTrained: 54,
    peakMemory,
    followerMemory: 50 * 2 ** 20,
    secondsSubmitting: 1.5,
    databaseBytes: 60 * 2048,
    longestSilence: 3.04,
    retries: 0,
  };
  t.deepEqual(manyTable([queued]).rows, [['queue', '2', '60', '120.0', '100', '100', '200']]);
  t.deepEqual(queueTable([queued]).rows, [['2', '1.5', '50', '2.0', '3.0', '0']]);
});
