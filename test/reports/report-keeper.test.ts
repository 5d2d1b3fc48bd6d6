import test from 'ava';
import { reportKeeper } from '../../src/reports/report-keeper.ts';

/** A writer that takes `cost` ms each time, and a clock that it moves. */
function keeper(cost: number) {
  let time = 0;
  let written = 0;
  const { soFar, final } = reportKeeper(
    async () => {
      time += cost;
      written++;
      return `report ${written}`;
    },
    () => time,
  );
  return {
    soFar,
    final,
    pass(milliseconds: number) {
      time += milliseconds;
    },
  };
}

test('a report rests four times as long as it took', async t => {
  const { soFar, pass } = keeper(100);
  t.is(await soFar(), 'report 1');
  pass(399);
  t.is(await soFar(), null);
  pass(1);
  t.is(await soFar(), 'report 2');
});

test('the last report is written whenever it is asked for', async t => {
  const { soFar, final } = keeper(100);
  t.is(await soFar(), 'report 1');
  t.is(await final(), 'report 2');
});

test('whoever asks while one is written shares the next', async t => {
  let release = () => {};
  let written = 0;
  const { soFar, final } = reportKeeper(
    async () => {
      written++;
      await new Promise<void>(resolve => {
        release = resolve;
      });
      return `report ${written}`;
    },
    () => 0,
  );
  const first = soFar();
  // It has begun, and so cannot hold what ends from now on.
  await new Promise(setImmediate);
  const others = [soFar(), final()];
  release();
  t.is(await first, 'report 1');
  await new Promise(setImmediate);
  release();
  t.deepEqual(await Promise.all(others), ['report 2', 'report 2']);
});

test('a report that fails does not keep the next from being written', async t => {
  let attempts = 0;
  const { soFar, final } = reportKeeper(
    async () => {
      if (++attempts === 1) throw new Error('no space');
      return 'report';
    },
    () => 0,
  );
  await t.throwsAsync(soFar(), { message: 'no space' });
  t.is(await final(), 'report');
});
