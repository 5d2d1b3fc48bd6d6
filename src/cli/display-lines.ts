import { relative, resolve } from 'node:path';
import { roughDuration } from '../language/numbers.ts';
import type { SuiteEvent } from '../suite/events.ts';
import type { Display } from './display.ts';
import { Progress } from './progress.ts';

/** One line per thing that happens: for logs, and whenever the output is not a terminal. */
export function linesDisplay(print: (line: string) => void): Display {
  const progress = new Progress();
  let stage = '';
  let report = '';
  let last = '';

  function say(line: string): void {
    last = line;
    print(line);
  }

  return {
    emit(event) {
      progress.see(event);
      if (event.type === 'data') {
        if (event.stage === stage) return;
        stage = event.stage;
      }
      // Told as soon as there is one, and again at the end: it is written anew as runs end.
      if (event.type === 'report') {
        const before = report;
        report = `report: ${shownPath(event.path)}`;
        if (report !== before) say(report);
        return;
      }
      const line = describe(event, progress);
      if (line) say(line);
    },
    close() {
      if (report && last !== report) say(report);
    },
  };
}

function describe(event: SuiteEvent, progress: Progress): string | null {
  switch (event.type) {
    case 'plan':
      return planLine(event);
    case 'data':
      return `data set: ${event.stage}`;
    case 'run-started':
      return `${event.run} ${event.epoch > 0 ? `goes on after epoch ${event.epoch}` : 'starts'}`;
    case 'epoch':
      return (
        `${event.run} epoch ${event.epoch}/${event.epochs}: ` +
        `train ${event.trainErrorPct.toFixed(1)} %, test ${event.testErrorPct.toFixed(1)} % error` +
        howFar(progress)
      );
    case 'run-note':
      return `${event.run}: ${event.text}`;
    case 'run-ended':
      return endedLine(event);
    case 'note':
      return event.text;
    case 'report':
    case 'step':
      return null;
  }
}

/** Nothing for runs that belong to no plan that was told of. */
function howFar({ share, remainingSeconds: left }: Progress): string {
  if (!Number.isFinite(share)) return '';
  const whole = `${Math.floor(100 * share)} % of the plan`;
  return ` (${left === null || left < 1 ? whole : `${whole}, ${roughDuration(left)} left`})`;
}

/** Relative to the current folder, if it lies in there. */
export function shownPath(path: string): string {
  const short = relative('.', path);
  return short.startsWith('..') ? resolve(path) : short;
}

/** How a run ended, and why; below, if it failed in a file of the user's own, where. */
export function endedLine({
  run,
  status,
  error,
  frames = [],
}: Extract<SuiteEvent, { type: 'run-ended' }>): string {
  const reason = error ?? (status === 'diverged' ? 'its loss is no longer a number' : '');
  return [`${run} ${status}${reason && `: ${reason}`}`, ...frames].join('\n    ');
}

/** What is going to happen, in one line. */
export function planLine(event: Extract<SuiteEvent, { type: 'plan' }>): string {
  const done = event.runs.filter(run => run.done).length;
  const runs = event.runs.length === 1 ? '1 run' : `${event.runs.length} runs`;
  const what = `${event.experiment}, preset ${event.preset}: ${runs}${done > 0 ? `, ${done} of them done` : ''}`;
  if (!event.engine) return what;
  const { name, device, threads } = event.engine;
  const atATime = Math.min(event.workers, event.runs.length - done);
  const workers = atATime <= 1 ? 'one run at a time' : `${atATime} runs at a time`;
  return `${what}; engine ${name} (${device}${threads > 1 ? `, ${threads} threads` : ''}), ${workers}`;
}
