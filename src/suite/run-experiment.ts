import type { RunEngine } from '../arithmetic/index.ts';
import { sourceOf } from '../data/registry.ts';
import { descriptorOf, engines } from '../engine/registry.ts';
import { counted } from '../language/numbers.ts';
import { ExperimentFolder } from '../results/experiment-folder.ts';
import { type Plan, RESULTS_SCHEMA, type RunOutcome } from '../results/schema.ts';
import { shellWord } from '../shell-word.ts';
import type { Emit, RunEvent, SuiteEvent } from './events.ts';
import type { FolderTask } from './execute-run.ts';
import { earlierPlans, isExtended } from './extended.ts';
import { otherArithmetic } from './other-arithmetic.ts';
import { isBegunAnew, writePinned } from './pin.ts';
import { type PlannedRun, regularizerFilesOf, relativeCost } from './plan.ts';
import { type OpenEngine, prepare, type Training } from './prepare.ts';
import type { RunDefinition } from './presets.ts';
import { dropAllReplaced, dropReplaced, makeRoom } from './replaced.ts';
import type { Reporting } from './reporting.ts';
import { runAll } from './scheduler.ts';
import { sourceVersion } from './source.ts';
import { RESULTS_FOLDER, type SuiteOptions } from './suite-options.ts';
import type { WorkerProcess } from './worker-process.ts';

export interface SuiteOutcome {
  /** Its path; null for one of several machines, which does not know of the others' runs. */
  readonly report: string | null;
  readonly outcomes: readonly RunOutcome[];
}

/**
 * Runs one experiment from its plan to its report. Finished runs are skipped, interrupted ones go on from
 * their last epoch; the report is written again as runs end.
 *
 * @param reporting null for one of several machines, which writes no report
 * @param opened an engine that is open already, if there is one
 * @throws UsageError, DataError, or the signal's reason when it aborts
 */
export async function runExperiment(
  experiment: RunDefinition,
  options: SuiteOptions,
  reporting: Reporting | null,
  emit: Emit<SuiteEvent>,
  signal: AbortSignal,
  opened?: () => OpenEngine | null,
): Promise<SuiteOutcome> {
  let first: WorkerProcess | null = null;
  try {
    const { plan, planned, own, waiting, finished, training } = await prepare(experiment, options, opened);
    first = training?.worker ?? null;
    await reporting?.prepare();
    const runs = own.map(({ id, config }) => ({
      id,
      cost: relativeCost(config),
      done: !waiting.some(other => other.id === id),
    }));
    emit({
      type: 'plan',
      experiment: experiment.name,
      preset: options.preset,
      plan,
      engine: training?.engine ?? null,
      workers: training?.workers ?? 0,
      runs,
    });
    if (training && options.engine === 'auto') noteSlowerEngine(training.engine, emit);
    const others = training && !options.fresh && otherArithmetic(finished, training.engine.arithmetic);
    if (others) emit({ type: 'note', text: others });
    await fetchData(waiting, emit, signal);
    const folder = new ExperimentFolder(options.resultsFolder, experiment.name);
    const extended = isExtended({ runs: [...planned] }, await earlierPlans(folder));
    const written: Plan = {
      schema: RESULTS_SCHEMA,
      name: plan,
      experiment: experiment.name,
      preset: options.preset,
      command: options.command,
      runs: [...planned],
      ...(extended && { extended }),
    };
    await keepPlan(folder, written, training, options, signal);
    const reports = reporting?.follow(
      plan,
      planned.map(({ id }) => id),
    );
    // What one run left may be beyond reading; the others are trained all the same.
    const reportSoFar = async () =>
      reports?.soFar().then(
        path => {
          if (path !== null) emit({ type: 'report', path, plan });
        },
        error => emit({ type: 'note', text: `no report for now: ${(error as Error).message}` }),
      );
    const emitRun: Emit<RunEvent> = event => {
      emit(event);
      if (options.followEpochs && event.type === 'epoch') void reportSoFar();
    };
    if (!options.fresh) await dropAllReplaced(folder, finished);
    if (options.followEpochs) await reportSoFar();
    let outcomes: RunOutcome[] = [];
    if (training) {
      const tasks = tasksOf(experiment, waiting, training, options);
      if (options.fresh) {
        const ids = tasks.map(({ id }) => id);
        await makeRoom(folder, ids, finished);
      }
      const onEnded = async ({ id }: FolderTask, outcome: RunOutcome) => {
        if (outcome !== 'failed') await dropReplaced(folder, id);
        await reportSoFar();
      };
      outcomes = await runAll(tasks, { ...training, emit: emitRun, signal, onEnded });
    }
    if (!reports) {
      emit({ type: 'note', text: shareEnded(experiment.name, own.length, planned.length, options) });
      return { report: null, outcomes };
    }
    const path = await reports.final();
    if (!training) {
      emit({ type: 'note', text: 'All runs are done already; --fresh would train them again.' });
    }
    emit({ type: 'report', path, plan });
    return { report: path, outcomes };
  } finally {
    first?.end();
  }
}

/** Writes the plan, with one arithmetic for all who train it where that is wanted, or was before. */
async function keepPlan(
  folder: ExperimentFolder,
  plan: Plan,
  training: Training | null,
  options: SuiteOptions,
  signal: AbortSignal,
): Promise<void> {
  const before = await folder
    .plan(plan.name)
    .readPlan()
    .catch(() => null);
  const pinned = isBegunAnew(options) ? undefined : before?.arithmetic;
  if (!training) return folder.writePlan({ ...plan, ...(pinned && { arithmetic: pinned }) });
  const { arithmetic } = training.engine;
  const isWanted = options.share !== undefined || options.arithmetic !== undefined || pinned !== undefined;
  if (!isWanted) return folder.writePlan(plan);
  if (isBegunAnew(options)) return folder.writePlan({ ...plan, arithmetic });
  await writePinned(folder, { ...plan, arithmetic }, signal);
}

function shareEnded(
  experiment: string,
  own: number,
  planned: number,
  { resultsFolder }: SuiteOptions,
): string {
  const folder = resultsFolder === RESULTS_FOLDER ? '' : ` --results ${shellWord(resultsFolder)}`;
  const report = `npm run suite -- report ${experiment}${folder}`;
  return `this shard had ${own} of ${counted(planned, 'run')}; when all shards have ended, ${report} writes the report`;
}

/** What workers are told of the runs that are left. */
function tasksOf(
  { name }: RunDefinition,
  waiting: readonly PlannedRun[],
  { engine, threads }: Training,
  { resultsFolder, overrides }: SuiteOptions,
): FolderTask[] {
  const source = sourceVersion();
  return waiting.map(({ id, config }) => ({
    experiment: name,
    id,
    config,
    store: { type: 'folder', folder: resultsFolder },
    engine: engine.name,
    threads,
    source,
    regularizerFiles: regularizerFilesOf(overrides),
  }));
}

/** A build that has gone stale would otherwise show only as a run that takes several times as long. */
function noteSlowerEngine(engine: RunEngine, emit: Emit<SuiteEvent>): void {
  const passedOver = engines.slice(0, engines.indexOf(descriptorOf(engine)));
  for (const descriptor of passedOver) {
    const reason = descriptor.whyPassedOver?.();
    if (reason) emit({ type: 'note', text: `engine ${descriptor.name} was passed over: ${reason}` });
  }
}

/** Fetches every data set that these runs need once, before several workers would ask for it. */
async function fetchData(planned: readonly PlannedRun[], emit: Emit<SuiteEvent>, signal: AbortSignal) {
  for (const dataset of new Set(planned.map(({ config }) => config.data.dataset))) {
    await sourceOf({ dataset }).download?.ensure({
      signal,
      onProgress({ stage, done, total, note }) {
        emit({ type: 'data', dataset, stage, done, total });
        if (note) emit({ type: 'note', text: note });
      },
    });
  }
}
