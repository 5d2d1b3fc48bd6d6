import test from 'ava';
import { Progress } from '../../src/cli/progress.ts';
import type { SuiteEvent } from '../../src/suite/events.ts';
import { epoch, finished, first, plan, planned, second, started, step } from './events.ts';

/** Progress with a clock that only `pass` moves. */
function withClock() {
  let milliseconds = 0;
  const progress = new Progress(() => milliseconds);
  return {
    progress,
    see: (...events: SuiteEvent[]) => {
      for (const event of events) progress.see(event);
    },
    pass: (seconds: number) => {
      milliseconds += 1000 * seconds;
    },
  };
}

test('the share of the plan follows steps and epochs, not the number of runs', t => {
  const { progress, see } = withClock();
  see(plan);
  t.is(progress.share, 0);
  see(started(first), step(first, 10));
  t.is(progress.share, 1 / 8);
  see(step(first, 15), epoch(first, 2));
  t.is(progress.share, 2 / 8);
  see(step(first, 40));
  t.is(progress.share, 4 / 8);
  t.is(progress.endedRuns, 0);
  see(finished(first));
  t.is(progress.endedRuns, 1);
  see(started(second), finished(second));
  t.is(progress.share, 1);
  t.is(progress.endedRuns, 2);
});

test('long runs count for more than short ones', t => {
  const { progress, see } = withClock();
  const costs = [300, 100];
  const runs = planned.map(({ id }, index) => ({ id, cost: costs[index]!, done: false }));
  see({ ...plan, runs } as SuiteEvent, started(first), finished(first));
  t.is(progress.share, 0.75);
});

test('an epoch before the last step of a limited run does not move the share back', t => {
  const { progress, see } = withClock();
  see(plan, started(first), step(first, 30), epoch(first, 1));
  t.is(progress.share, 30 / 80);
});

test('the time left is what the rest takes at the pace so far', t => {
  const { progress, see, pass } = withClock();
  pass(100);
  see(plan);
  pass(100);
  // Neither waiting for a lock nor downloading counts.
  see(started(first));
  t.is(progress.remainingSeconds, null);
  pass(10);
  see(step(first, 10));
  t.is(progress.remainingSeconds, 70);
  pass(10);
  t.is(progress.remainingSeconds, 140);
  see(finished(first), finished(second));
  t.is(progress.remainingSeconds, 0);
});

test('nothing is said about the time left before a fiftieth is done', t => {
  const { progress, see, pass } = withClock();
  see(plan, started(first));
  pass(1);
  see(step(first, 1));
  t.is(progress.remainingSeconds, null);
  see(step(first, 2));
  t.not(progress.remainingSeconds, null);
});

test('what was done before this start is no measure of its pace', t => {
  const { progress, see, pass } = withClock();
  const runs = planned.map(({ id }, index) => ({ id, cost: 100, done: index === 0 }));
  see({ ...plan, runs } as SuiteEvent);
  t.is(progress.share, 0.5);
  t.is(progress.endedRuns, 1);
  see(started(second, 2));
  t.is(progress.share, 0.75);
  pass(10);
  see(step(second, 30));
  // A quarter of the run took 10 s, and a quarter is left.
  t.is(progress.remainingSeconds, 10);
});
