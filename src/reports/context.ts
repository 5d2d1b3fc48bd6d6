import type { PlannedRuns } from '../evidence/pairs/planned.ts';
import type { LanguageCode } from '../language/languages.ts';
import type { Deviation } from '../paper/deviations.ts';
import type { ShownExamples } from './examples.ts';
import type { Place } from './sections/other-plans.ts';

/** What the rows alone do not say. */
export interface ReportContext {
  readonly preset: string;
  /** Runs that the page is about, started or not. */
  readonly planned: PlannedRuns['planned'];
  /** The plan was given more seeds after a verdict had been seen. */
  readonly extended?: boolean | undefined;
  /** Command line that repeats the experiment. */
  readonly command: string;
  readonly deviations: readonly Deviation[];
  /** The language that the page opens in; absent: the reader's. */
  readonly language?: LanguageCode | undefined;
  /** Name of the plan: the preset, and a hash where the command line changed it. */
  readonly plan: string;
  /** Where the page will lie. */
  readonly place: Place;
  /** What there is to show of single examples; absent: their numbers. */
  readonly examples?: ShownExamples | undefined;
  /** Printed as given; left out, equal rows give equal bytes. */
  readonly generatedAt?: string;
}
