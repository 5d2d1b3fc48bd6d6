import test from 'ava';
import { reportKeeper } from '../../src/reports/report-keeper.ts';

/** A writer that takes `cost` ms each time, and a clock that it moves. */
function keeper(cost: number, share = 1 / 5) {
  let time = 0;
  let written = 0;
  const { soFar, final } = reportKeeper(
    async () => {
      time += cost;
      written++;
      return `report ${written}`;
    },
    share,
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

for (const [share, rest] of [
  [1 / 5, 400],
  [1 / 100, 9900],
] as const) {
  test(`a report that may take ${share} of the time rests ${rest / 100} times as long as it took`, async t => {
    const { soFar, pass } = keeper(100, share);
    t.is(await soFar(), 'report 1');
    pass(rest - 1);
    t.is(await soFar(), null);
    pass(1);
    t.is(await soFar(), 'report 2');
  });
}

test('of thousands of runs that end every second, reports take no more than their share', async t => {
  const { soFar, pass } = keeper(2000, 1 / 100);
  let written = 0;
  for (let i = 0; i < 5000; i++) {
    if ((await soFar()) !== null) written++;
    pass(1000);
  }
  t.is(written, Math.ceil(5000 / 198));
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
    1 / 5,
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
    1 / 5,
    () => 0,
  );
  await t.throwsAsync(soFar(), { message: 'no space' });
  t.is(await final(), 'report');
});
