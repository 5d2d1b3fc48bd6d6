import { MultiBar, type SingleBar } from 'cli-progress';
import { sourceOf } from '../data/registry.ts';
import { roughDuration } from '../language/numbers.ts';
import type { SuiteEvent } from '../suite/events.ts';
import type { Display } from './display.ts';
import { endedLine, planLine, shownPath } from './display-lines.ts';
import { Progress } from './progress.ts';

/** Made to fit into 80 columns, together with the hash that `shortName` takes off. */
const BAR_FORMAT = '{bar} {percentage}% {name} {speed} {errors}';
const BAR_COLUMNS = 14;
const SPEED_COLUMNS = 10;

const ERASE_BELOW = '\x1b[J';
const WRAP_LINES = '\x1b[?7h';
const CUT_LINES = '\x1b[?7l';

/** A bar per running worker and one for the whole plan; what matters afterwards is printed above them. */
export function barsDisplay(stream: NodeJS.WriteStream, progress = new Progress()): Display {
  const bars = new MultiBar({
    stream,
    format: BAR_FORMAT,
    barsize: BAR_COLUMNS,
    barCompleteChar: '━',
    barIncompleteChar: '┈',
    hideCursor: true,
    clearOnComplete: false,
    autopadding: true,
    emptyOnZero: true,
    gracefulExit: false,
    // Lines printed above the bars push them down: all must be drawn again, not only those that changed.
    forceRedraw: true,
  });
  const running = new Map<string, SingleBar>();
  /** After the latest epoch of each run, in words. */
  const errors = new Map<string, string>();
  let data: SingleBar | null = null;
  let total: SingleBar | null = null;
  let runs = 0;
  let nameColumns = 0;
  let report = '';

  /** Above the bars, as many rows as it takes: bars are cut at the right edge, sentences are not. */
  function log(line: string): void {
    if (bars.isActive) bars.log(`${ERASE_BELOW}${WRAP_LINES}${line}\n${CUT_LINES}`);
    else stream.write(`${line}\n`);
  }

  function addBar(name: string): SingleBar {
    return bars.create(1, 0, {
      name: name.padEnd(nameColumns),
      speed: ' '.repeat(SPEED_COLUMNS),
      errors: '',
    });
  }

  /** The whole plan is the last bar. */
  function addTotal(): void {
    if (total) bars.remove(total);
    total = addBar('');
  }

  function showTotal(): void {
    const left = progress.remainingSeconds;
    total?.update(progress.share, {
      name: `${progress.endedRuns}/${runs} runs`.padEnd(nameColumns),
      speed: left === null || left < 1 ? '' : `${roughDuration(left)} left`,
    });
  }

  function removeData(): void {
    if (data) bars.remove(data);
    data = null;
  }

  function emit(event: SuiteEvent): void {
    progress.see(event);
    switch (event.type) {
      case 'plan':
        runs = event.runs.length;
        nameColumns = Math.max(...event.runs.map(({ id }) => shortName(id).length));
        log(planLine(event));
        // Shown before the first run starts: loading the engine and the data takes a few seconds.
        if (event.runs.some(({ done }) => !done)) addTotal();
        break;
      case 'data':
        if (!data) {
          data = addBar('');
          addTotal();
        }
        data.update(event.total > 0 ? event.done / event.total : 0, {
          name: `${sourceOf(event).title}: ${event.stage}`,
        });
        if (event.stage === 'verify' && event.done === event.total) removeData();
        break;
      case 'run-started': {
        removeData();
        const bar = addBar(shortName(event.run));
        bar.update(event.epoch / event.config.recipe.epochs);
        running.set(event.run, bar);
        addTotal();
        break;
      }
      case 'step':
        running.get(event.run)?.update(event.step / event.totalSteps, {
          speed: `${Math.round(event.imagesPerSecond)} img/s`.padStart(SPEED_COLUMNS),
        });
        break;
      case 'epoch':
        errors.set(event.run, errorsAt(event));
        running.get(event.run)?.update({ errors: errorsAt(event) });
        break;
      case 'run-ended': {
        const bar = running.get(event.run);
        if (bar) bars.remove(bar);
        running.delete(event.run);
        const lastErrors = errors.get(event.run);
        const after = event.status === 'finished' && lastErrors ? `, ${lastErrors}` : '';
        log(`${event.status === 'finished' ? '✔' : '✖'} ${endedLine(event)}${after}`);
        break;
      }
      case 'report':
        report = shownPath(event.path);
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
      if (bars.isActive) {
        // Prints what was logged since the last redraw, too.
        bars.update();
        bars.stop();
      }
      if (report) stream.write(`Report: ${report}\n`);
    },
  };
}

function errorsAt({ trainErrorPct, testErrorPct }: Extract<SuiteEvent, { type: 'epoch' }>): string {
  return `error: train ${trainErrorPct.toFixed(1)} %, test ${testErrorPct.toFixed(1)} %`;
}

/** Without the hash: `residual-56-s1`. */
function shortName(id: string): string {
  return id.replace(/-[0-9a-f]{8}$/, '');
}
