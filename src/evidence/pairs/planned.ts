import { noRows, RESULTS_SCHEMA, type RunRecord, type RunResult } from '../../results/schema.ts';
import type { RunConfig } from '../../run/config.ts';

/** What a page is about, as `plan.json` has it. */
export interface PlannedRuns {
  /** Started or not. */
  readonly planned: readonly { readonly id: string; readonly config: RunConfig }[];
  /** The plan was given more seeds after a verdict had been seen. */
  readonly extended?: boolean | undefined;
}

/** Whether a run will not change any more, unless somebody starts it again. */
export function hasEnded({ record }: RunResult): boolean {
  return record.status !== 'running';
}

/** The runs at hand, and those of the plan that have left nothing yet. */
export function withPlanned(runs: readonly RunResult[], { planned }: PlannedRuns): RunResult[] {
  const started = new Set(runs.map(({ record }) => record.id));
  return [...runs, ...planned.filter(({ id }) => !started.has(id)).map(notStarted)];
}

/** To a claim a run that waits is one that has measured nothing so far. */
function notStarted({ id, config }: PlannedRuns['planned'][number]): RunResult {
  const record: RunRecord = {
    schema: RESULTS_SCHEMA,
    id,
    experiment: '',
    config,
    status: 'running',
    parameters: 0,
    engine: { name: '', device: '', threads: 0, arithmetic: '', versions: {} },
    dataset: { name: config.data.dataset, sha256: '', classes: 0, train: 0, val: 0, test: 0 },
    source: { commit: '', dirty: false },
    started: '',
    finished: null,
    wall_seconds: null,
  };
  return { ...noRows, record };
}
