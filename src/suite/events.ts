import type { RunEngine } from '../arithmetic/index.ts';
import type { RunOutcome } from '../results/schema.ts';
import type { RunConfig } from '../run/config.ts';

/** Everything that happens while a suite runs, as plain data: what `--json` prints and displays draw. */
export type SuiteEvent =
  | {
      readonly type: 'plan';
      readonly experiment: string;
      readonly preset: string;
      /** Its name: that of the preset, and a hash where the command line changed it. */
      readonly plan: string;
      /** `null` when all runs are done already. */
      readonly engine: RunEngine | null;
      readonly workers: number;
      /** All runs of the plan, in the order of starting. */
      readonly runs: readonly { readonly id: string; readonly cost: number; readonly done: boolean }[];
    }
  | {
      readonly type: 'data';
      readonly dataset: string;
      readonly stage: string;
      readonly done: number;
      readonly total: number;
    }
  | RunEvent
  | { readonly type: 'report'; readonly path: string /** Its name. */; readonly plan: string }
  | { readonly type: 'note'; readonly text: string };

/** What a worker says of its run. */
export type RunEvent =
  /** `epoch` is where it goes on; 0 for a run that begins. */
  | { readonly type: 'run-started'; readonly run: string; readonly epoch: number; readonly config: RunConfig }
  | {
      readonly type: 'step';
      readonly run: string;
      readonly step: number;
      readonly totalSteps: number;
      readonly imagesPerSecond: number;
    }
  | {
      readonly type: 'epoch';
      readonly run: string;
      readonly epoch: number;
      readonly epochs: number;
      readonly trainErrorPct: number;
      readonly testErrorPct: number;
    }
  | { readonly type: 'run-note'; readonly run: string; readonly text: string }
  | {
      readonly type: 'run-ended';
      readonly run: string;
      readonly status: RunOutcome;
      readonly error?: string;
      /** Of a failure in a file of the user's own: where, innermost first, as lines of a stack. */
      readonly frames?: readonly string[];
    };

export type Emit<Event> = (event: Event) => void;
