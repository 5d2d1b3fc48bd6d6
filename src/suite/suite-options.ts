import type { EngineChoice } from '../engine/registry.ts';
import type { Overrides } from './plan.ts';
import type { PresetName } from './presets.ts';

/** Where measurements lie unless a person says otherwise. */
export const RESULTS_FOLDER = 'results';

/** What a person asks of a suite of runs. */
export interface SuiteOptions {
  readonly preset: PresetName;
  readonly overrides: Overrides;
  readonly engine: EngineChoice;
  /** Processes at a time; default: one on a GPU, else as many as cores can give each its threads. */
  readonly workers?: number | undefined;
  readonly threads?: number | undefined;
  readonly resultsFolder: string;
  /** Whether reports are written after epochs too, for somebody who looks. */
  readonly followEpochs?: boolean;
  /** What this machine trains of the runs, where others train the rest: by `nameInShare`. */
  readonly share?: ReadonlySet<string> | undefined;
  /** That all runs of the plan shall have: its name, with or without the hash. */
  readonly arithmetic?: string | undefined;
  /** Train again what is finished. */
  readonly fresh: boolean;
  /** Repeats this run of the suite; printed in the report. */
  readonly command: string;
}
