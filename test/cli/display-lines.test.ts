import { join, resolve } from 'node:path';
import test from 'ava';
import { linesDisplay, planLine, shownPath } from '../../src/cli/display-lines.ts';
import type { SuiteEvent } from '../../src/suite/events.ts';
import { epoch, finished, first, plan, planned, report, second, started, step } from './events.ts';

function linesFor(...events: SuiteEvent[]): string[] {
  const lines: string[] = [];
  const display = linesDisplay(line => lines.push(line));
  for (const event of events) display.emit(event);
  display.close();
  return lines;
}

test('a whole suite is told line by line, steps left out', t => {
  const lines = linesFor(
    ...[plan, started(first), epoch(first, 0), step(first, 5), started(second, 2), epoch(second, 3)],
    { type: 'run-note', run: second, text: 'begins again' },
    ...[epoch(first, 4), finished(first)],
    { type: 'run-ended', run: second, status: 'failed', error: 'no more memory' },
    report,
    { type: 'note', text: 'by the way' },
  );
  // The time left depends on the clock.
  const timeless = lines.map(line => line.replace(/, \d+ s left/, ''));
  t.deepEqual(timeless, [
    'plain-vs-residual, preset smoke: 2 runs; engine wasm (cpu), 2 runs at a time',
    `${first} starts`,
    `${first} epoch 0/4: train 90.0 %, test 91.3 % error (0 % of the plan)`,
    `${second} goes on after epoch 2`,
    `${second} epoch 3/4: train 60.0 %, test 61.3 % error (43 % of the plan)`,
    `${second}: begins again`,
    `${first} epoch 4/4: train 50.0 %, test 51.3 % error (87 % of the plan)`,
    `${first} finished`,
    `${second} failed: no more memory`,
    'report: reports/plain-vs-residual.html',
    'by the way',
    'report: reports/plain-vs-residual.html',
  ]);
});

test('where the report is stands at the end, and not twice in a row', t => {
  const path = 'report: reports/plain-vs-residual.html';
  t.deepEqual(linesFor(finished(first), report, report), [`${first} finished`, path]);
  t.deepEqual(linesFor(report, finished(first), report), [path, `${first} finished`, path]);
});

test('a stage of fetching data is told once', t => {
  const data = (stage: string, done: number): SuiteEvent => ({
    type: 'data',
    dataset: 'cifar10',
    stage,
    done,
    total: 10,
  });
  const lines = linesFor(data('download', 0), data('download', 5), data('verify', 0), data('verify', 10));
  t.deepEqual(lines, ['data set: download', 'data set: verify']);
});

test('a run that diverged is said to have done so', t => {
  const [line] = linesFor({ type: 'run-ended', run: first, status: 'diverged' });
  t.is(line, `${first} diverged: its loss is no longer a number`);
});

test('the plan is told in the singular where there is one', t => {
  type Plan = Extract<SuiteEvent, { type: 'plan' }>;
  const line = (runs: Plan['runs'], changes: Partial<Plan> = {}) =>
    planLine({ ...(plan as Plan), runs, ...changes });
  const runs = (...done: boolean[]) =>
    done.map((isDone, index) => ({ id: planned[index]!.id, cost: 1, done: isDone }));
  t.regex(line(runs(false)), /: 1 run; .*, one run at a time$/);
  t.regex(line(runs(true, false)), /: 2 runs, 1 of them done; .*, one run at a time$/);
  t.regex(line(runs(true, true)), /: 2 runs, 2 of them done; /);
  t.regex(line(runs(false, false), { workers: 1 }), /, one run at a time$/);
  const engine = {
    name: 'tensorflow',
    device: 'gpu',
    threads: 8,
    arithmetic: 'tensorflow',
    versions: {},
  } as const;
  t.regex(line(runs(false), { engine }), /engine tensorflow \(gpu, 8 threads\)/);
});

test('paths are short where they can be, and absolute outside of this folder', t => {
  t.is(shownPath(resolve('reports/x.html')), join('reports', 'x.html'));
  t.is(shownPath(resolve('../elsewhere/x.html')), resolve('../elsewhere/x.html'));
});
