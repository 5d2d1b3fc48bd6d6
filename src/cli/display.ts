import type { Emit, SuiteEvent } from '../suite/events.ts';
import { barsDisplay } from './display-bars.ts';
import { linesDisplay } from './display-lines.ts';

/** Shows what happens. */
export interface Display {
  readonly emit: Emit<SuiteEvent>;
  /** To be called when nothing more will happen, whatever the reason. */
  readonly close: () => void;
}

/** Bars for a person at a terminal; lines for a log; JSON for programs; next to nothing when asked for. */
export function displayFor({ json, quiet }: { json?: boolean; quiet?: boolean }): Display {
  if (json) return { emit: event => console.log(JSON.stringify(event)), close() {} };
  if (quiet) return { emit: printFailures, close() {} };
  return process.stderr.isTTY ? barsDisplay(process.stderr) : linesDisplay(line => console.error(line));
}

function printFailures(event: SuiteEvent): void {
  if (event.type === 'run-ended' && event.status === 'failed')
    console.error(`${event.run} failed: ${event.error}`);
}
