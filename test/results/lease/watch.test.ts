import test from 'ava';
import { counterOf, type Holder, release, take } from '../../../src/results/lease/protocol.ts';
import { beatMilliseconds, takeoverMilliseconds } from '../../../src/results/lease/times.ts';
import { type Clock, standsStill } from '../../../src/results/lease/watch.ts';
import { memoryFiles } from './memory-files.ts';

const folder = '/results/run';
const holder: Holder = { token: 'a', host: 'there', pid: 7, since: '2026-11-27' };

/** A clock that is as late as it is told, and calls `each` while somebody sleeps. */
function clockOf(
  each: (looks: number) => Promise<void> | void,
  late = (_: number) => 0,
): Clock & { time: number } {
  let looks = 0;
  return {
    time: 0,
    now() {
      return this.time;
    },
    async sleep(milliseconds) {
      looks++;
      this.time += milliseconds + late(looks);
      await each(looks);
    },
  };
}

async function held() {
  const files = memoryFiles(new Map());
  await take(folder, holder, null, files);
  return files;
}

test('a counter that stands still tells so after the time that a takeover takes', async t => {
  const clock = clockOf(() => {});
  const lost = await standsStill(folder, { clock, files: await held() });
  t.deepEqual(lost?.holder, holder);
  t.true(clock.time >= takeoverMilliseconds() && clock.time <= takeoverMilliseconds() + beatMilliseconds());
});

test('a counter that moves, however seldom, is watched until the lease is given up', async t => {
  const files = await held();
  const clock = clockOf(async looks => {
    if (looks % 7 === 0) await files.write(counterOf(folder, holder.token), String(looks));
    if (looks === 100) await release(folder, holder.token, files);
  });
  t.is(await standsStill(folder, { clock, files }), null);
  t.is(clock.time, 100 * beatMilliseconds());
});

test('a challenger that was suspended itself begins to look, and does not count that time', async t => {
  const files = await held();
  const clock = clockOf(
    async looks => {
      if (looks > 1 && looks < 20) await files.write(counterOf(folder, holder.token), String(looks));
      if (looks === 20) await release(folder, holder.token, files);
    },
    looks => (looks === 1 ? 100 * takeoverMilliseconds() : 0),
  );
  t.is(await standsStill(folder, { clock, files }), null);
});
