import type { ReportDefinition } from './reports/experiment-report.ts';
import type { RunDefinition } from './suite/presets.ts';

/** One question with the runs that answer it and the report that tells of them: a file in experiments/ exports one. */
export interface Experiment extends RunDefinition, ReportDefinition {}
