import type { SuiteEvent } from '../suite/events.ts';
import type { Display } from './display.ts';
import { barsDisplay } from './display-bars.ts';
import { endedLine, linesDisplay } from './display-lines.ts';

/** Bars for a person at a terminal; lines for a log; JSON for programs; next to nothing when asked for. */
export function displayFor({ json, quiet }: { json?: boolean; quiet?: boolean }): Display {
  if (json) return { emit: event => console.log(JSON.stringify(event)), close() {} };
  if (quiet) return { emit: printFailures, close() {} };
  return process.stderr.isTTY ? barsDisplay(process.stderr) : linesDisplay(line => console.error(line));
}

function printFailures(event: SuiteEvent): void {
  if (event.type === 'run-ended' && event.status === 'failed') console.error(endedLine(event));
}
