import type { EngineChoice } from '../engine/registry.ts';
import type { LanguageCode } from '../language/languages.ts';
import type { PresetName } from './experiment.ts';
import type { Overrides } from './plan.ts';

/** What a person asks of a suite of runs. */
export interface SuiteOptions {
  readonly preset: PresetName;
  readonly overrides: Overrides;
  readonly engine: EngineChoice;
  /** Processes at a time; default: one on a GPU, else as many as cores can give each its threads. */
  readonly workers?: number | undefined;
  readonly threads?: number | undefined;
  readonly resultsFolder: string;
  readonly reportsFolder: string;
  /** That the report opens in; absent: the reader's. */
  readonly language?: LanguageCode | undefined;
  /** Whether reports are written after epochs too, for somebody who looks. */
  readonly followEpochs?: boolean;
  /** Whether the last report comes with pictures. Default: yes. */
  readonly pictures?: boolean | undefined;
  /** Train again what is finished. */
  readonly fresh: boolean;
  /** Repeats this run of the suite; printed in the report. */
  readonly command: string;
}
