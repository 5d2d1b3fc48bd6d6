import test from 'ava';
import { barsDisplay } from '../../src/cli/display-bars.ts';
import { Progress } from '../../src/cli/progress.ts';
import type { SuiteEvent } from '../../src/suite/events.ts';
import { until } from '../suite/fixtures.ts';
import { epoch, finished, first, plan, planned, report, second, started, step } from './events.ts';
import { Screen, terminalStream } from './terminal.ts';

function onScreen(columns = 80) {
  const screen = new Screen(columns);
  let milliseconds = 0;
  const progress = new Progress(() => milliseconds);
  const display = barsDisplay(terminalStream(screen, columns), progress);
  return {
    screen,
    pass: (seconds: number) => {
      milliseconds += 1000 * seconds;
    },
    close: () => display.close(),
    emit: (...events: SuiteEvent[]) => {
      for (const event of events) display.emit(event);
    },
    /** Bars are drawn a few times a second: waits for one that fits. */
    shows: (pattern: RegExp) => until(() => screen.lines.some(line => pattern.test(line))),
  };
}

test('there is a bar for each run that trains, and the whole plan below them', async t => {
  const { screen, emit, pass, shows, close } = onScreen();
  emit(plan, started(first), started(second, 2));
  pass(20);
  emit(step(first, 10), epoch(first, 1), step(second, 30));
  await shows(/50% 0\/2 runs/);
  t.deepEqual(screen.lines, [
    'plain-vs-residual, preset smoke: 2 runs; engine wasm (cpu), 2 runs at a time',
    '━━━━┈┈┈┈┈┈┈┈┈┈  25% plain-8-s1    1235 img/s error: train 80.0 %, test 81.3 %',
    '━━━━━━━━━━━┈┈┈  75% residual-8-s1 1235 img/s',
    '━━━━━━━┈┈┈┈┈┈┈  50% 0/2 runs      40 s left',
  ]);
  t.false(screen.cursorVisible);
  close();
});

test('what ended is told above the bars, and stays', async t => {
  const { screen, emit, pass, shows, close } = onScreen();
  emit(plan, started(first), started(second));
  await shows(/0\/2 runs/);
  pass(60);
  emit(epoch(first, 4), finished(first), step(second, 20));
  emit({ type: 'run-note', run: second, text: 'a note' }, report);
  await shows(/1\/2 runs/);
  t.deepEqual(screen.lines, [
    'plain-vs-residual, preset smoke: 2 runs; engine wasm (cpu), 2 runs at a time',
    `✔ ${first} finished, error: train 50.0 %, test 51.3 %`,
    `${second}: a note`,
    '━━━━━━━┈┈┈┈┈┈┈  50% residual-8-s1 1235 img/s',
    '━━━━━━━━━━━┈┈┈  75% 1/2 runs      20 s left',
  ]);
  emit({ type: 'run-ended', run: second, status: 'failed', error: 'the worker process was killed' });
  // Told in the last moment, as it is when a suite ends.
  close();
  t.deepEqual(screen.lines, [
    'plain-vs-residual, preset smoke: 2 runs; engine wasm (cpu), 2 runs at a time',
    `✔ ${first} finished, error: train 50.0 %, test 51.3 %`,
    `${second}: a note`,
    `✖ ${second} failed: the worker process was killed`,
    '━━━━━━━━━━━━━━ 100% 2/2 runs',
    'Report: reports/plain-vs-residual.html',
  ]);
});

test('afterwards the terminal is as it was', t => {
  const { screen, emit, close } = onScreen();
  emit(plan, started(first));
  close();
  t.true(screen.cursorVisible);
  t.true(screen.wraps);
});

test('a long line wraps above the bars and nothing of them is left in it', async t => {
  const { screen, emit, shows, close } = onScreen();
  emit(plan, started(first), started(second), epoch(first, 1), epoch(second, 1));
  await shows(/25% 0\/2 runs/);
  const reason = Array.from({ length: 15 }, (_, word) => `reason-${word}`).join(' ');
  emit({ type: 'run-ended', run: first, status: 'failed', error: reason });
  await shows(/1\/2 runs/);
  const [told, bars] = [screen.lines.slice(1, -2), screen.lines.slice(-2)];
  t.true(told.length > 1);
  t.is(
    told
      .map(line => line.padEnd(80))
      .join('')
      .trimEnd(),
    `✖ ${first} failed: ${reason}`,
  );
  t.regex(bars[0]!, /^┈+ {3}0% residual-8-s1/);
  close();
});

test('bars are cut at the edge of a narrow terminal instead of wrapping', async t => {
  const { screen, emit, shows, close } = onScreen(40);
  emit(plan, started(first), epoch(first, 1), started(second));
  await shows(/12% 0\/2 runs/);
  const bars = screen.lines.slice(2);
  t.is(bars.length, 3);
  t.true(bars.every(line => line.length <= 40));
  close();
});

test('when all is done already, the plan and the report are told, without bars', t => {
  const { screen, emit, close } = onScreen();
  const runs = planned.map(({ id }) => ({ id, cost: 100, done: true }));
  emit(
    { ...plan, runs, engine: null, workers: 0 } as SuiteEvent,
    { type: 'note', text: 'All runs are done already.' },
    report,
  );
  close();
  t.deepEqual(
    screen.lines,
    [
      'plain-vs-residual, preset smoke: 2 runs, 2 of them done',
      'All runs are done already.',
      'Report: reports/plain-vs-residual.html',
    ].flatMap(line => line.match(/.{1,80}/g)!.map(part => part.trimEnd())),
  );
});

test('while data are fetched there is a bar for it, and then one for the plan alone', async t => {
  const { screen, emit, shows, close } = onScreen();
  emit(plan, { type: 'data', dataset: 'cifar10', stage: 'download', done: 30, total: 100 });
  await shows(/━━━━┈+ +30% CIFAR-10: download/);
  t.regex(screen.lines.at(-1)!, /0% 0\/2 runs/);
  emit({ type: 'data', dataset: 'cifar10', stage: 'verify', done: 100, total: 100 });
  await shows(/0% 0\/2 runs/);
  t.false(screen.lines.some(line => line.includes('CIFAR-10')));
  t.is(screen.lines.length, 2);
  close();
});
