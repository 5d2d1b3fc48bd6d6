import test from 'ava';
import { makespan } from '../../src/cli/dry-run.ts';

test('the time until all are done is that of the busiest worker', t => {
  t.is(makespan([5, 3, 2], 1), 10);
  t.is(makespan([5, 3, 2], 2), 5);
  t.is(makespan([5, 3, 3, 1], 2), 6);
  t.is(makespan([5, 3], 8), 5);
  t.is(makespan([], 2), 0);
  t.is(makespan([], 0), 0);
});
