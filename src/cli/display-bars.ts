import { relative } from 'node:path';
import { MultiBar, type SingleBar } from 'cli-progress';
import type { SuiteEvent } from '../suite/events.ts';
import type { Display } from './display.ts';
import { planLine } from './display-lines.ts';
import { duration, Progress } from './progress.ts';

const RUN_FORMAT = '{bar} {percentage}% {name} {speed} {errors}';

/** A bar per running worker and one for the whole plan; what matters afterwards is printed above them. */
export function barsDisplay(stream: NodeJS.WriteStream): Display {
  const bars = new MultiBar({
    stream,
    format: RUN_FORMAT,
    barsize: 24,
    barCompleteChar: '━',
    barIncompleteChar: '┈',
    hideCursor: true,
    clearOnComplete: false,
    autopadding: true,
    emptyOnZero: true,
    gracefulExit: false,
  });
  const progress = new Progress();
  const running = new Map<string, SingleBar>();
  let data: SingleBar | null = null;
  let total: SingleBar | null = null;
  let runs = 0;
  let report = '';
  const log = (line: string) => bars.log(`${line}\n`);

  function showTotal(): void {
    const left = progress.remainingSeconds;
    total?.update(progress.share, {
      name: `${progress.endedRuns}/${runs} runs`,
      speed: left === null ? '' : `${duration(left)} left`,
    });
  }

  function emit(event: SuiteEvent): void {
    progress.see(event);
    switch (event.type) {
      case 'plan':
        runs = event.runs.length;
        log(planLine(event));
        break;
      case 'data':
        data ??= bars.create(event.total, 0, { name: 'CIFAR-10', speed: '', errors: '' });
        data.setTotal(event.total);
        data.update(event.done, { name: `CIFAR-10: ${event.stage}` });
        break;
      case 'run-started': {
        if (data) bars.remove(data);
        data = null;
        const bar = bars.create(1, 0, { name: event.run, speed: '', errors: '' });
        running.set(event.run, bar);
        // The whole plan stays the last bar.
        if (total) bars.remove(total);
        total = bars.create(1, 0, { name: '', speed: '', errors: '' });
        break;
      }
      case 'step':
        running.get(event.run)?.update(event.step / event.totalSteps, {
          speed: `${Math.round(event.imagesPerSecond)} images/s`,
        });
        break;
      case 'epoch':
        running.get(event.run)?.update({
          errors: `error: train ${event.trainErrorPct.toFixed(1)} %, test ${event.testErrorPct.toFixed(1)} %`,
        });
        break;
      case 'run-ended': {
        const bar = running.get(event.run);
        if (bar) bars.remove(bar);
        running.delete(event.run);
        log(`${event.status === 'finished' ? '✔' : '✖'} ${event.run} ${event.error ?? event.status}`);
        break;
      }
      case 'report':
        report = relative('.', event.path);
        break;
      case 'run-note':
        log(`${event.run}: ${event.text}`);
        break;
      case 'note':
        log(event.text);
        break;
    }
    showTotal();
  }

  return {
    emit,
    close() {
      bars.stop();
      if (report) stream.write(`Report: ${report}\n`);
    },
  };
}
