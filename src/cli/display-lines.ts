import { relative } from 'node:path';
import type { SuiteEvent } from '../suite/events.ts';
import type { Display } from './display.ts';
import { duration, Progress } from './progress.ts';

/** One line per thing that happens: for logs, and whenever the output is not a terminal. */
export function linesDisplay(print: (line: string) => void): Display {
  const progress = new Progress();
  let stage = '';
  return {
    emit(event) {
      progress.see(event);
      if (event.type === 'data') {
        if (event.stage === stage) return;
        stage = event.stage;
      }
      const line = describe(event, progress);
      if (line) print(line);
    },
    close() {},
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
    case 'epoch': {
      const left = progress.remainingSeconds;
      const whole = `${Math.floor(100 * progress.share)} % of the plan`;
      return (
        `${event.run} epoch ${event.epoch}/${event.epochs}: ` +
        `train ${event.trainErrorPct.toFixed(1)} %, test ${event.testErrorPct.toFixed(1)} % error` +
        ` (${whole}${left === null ? '' : `, ${duration(left)} left`})`
      );
    }
    case 'run-note':
      return `${event.run}: ${event.text}`;
    case 'run-ended':
      return `${event.run} ${event.status}${event.error ? `: ${event.error}` : ''}`;
    case 'report':
      return `report: ${relative('.', event.path)}`;
    case 'note':
      return event.text;
    case 'step':
      return null;
  }
}

/** What is going to happen, in one line. */
export function planLine(event: Extract<SuiteEvent, { type: 'plan' }>): string {
  const { name, device, threads } = event.engine;
  const done = event.runs.filter(run => run.done).length;
  const workers = event.workers === 1 ? 'one run at a time' : `${event.workers} runs at a time`;
  return (
    `${event.experiment}, preset ${event.preset}: ${event.runs.length} runs` +
    `${done > 0 ? `, ${done} of them done` : ''}; ` +
    `engine ${name} (${device}${threads > 1 ? `, ${threads} threads` : ''}), ${workers}`
  );
}
