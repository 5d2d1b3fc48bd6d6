import { availableParallelism } from 'node:os';
import type { RunEngine } from '../arithmetic/index.ts';
import { descriptorOf, type EngineChoice } from '../engine/registry.ts';
import { ExperimentFolder } from '../results/experiment-folder.ts';
import { isDone, type RunFolder } from '../results/run-folder.ts';
import type { RunRecord } from '../results/schema.ts';
import { NewerResultsError, OlderResultsError } from '../results/schema-version.ts';
import { UsageError } from '../usage-error.ts';
import { requireHeapFor } from './heap-check.ts';
import { type PlannedRun, planRuns, variantArms } from './plan.ts';
import { planName } from './plan-name.ts';
import { presetOf, type RunDefinition } from './presets.ts';
import { nameInShare } from './shard.ts';
import type { SuiteOptions } from './suite-options.ts';
import { JobError, WorkerProcess } from './worker-process.ts';

/** What an experiment's plan asks for, and what of it there is. */
export interface Outlook {
  /** Name of the plan. */
  readonly plan: string;
  readonly planned: readonly PlannedRun[];
  /** Those of them that are this machine's: all, unless it is one of several. */
  readonly own: readonly PlannedRun[];
  /** Those of its own that need training. */
  readonly waiting: readonly PlannedRun[];
  /** Records of those of its own that need none; with `fresh`, of those that are trained again. */
  readonly finished: readonly RunRecord[];
}

/** What is going to run, checked as far as it can be before anything starts. */
export interface Preparation extends Outlook {
  /** `null` when nothing is left to train: to open an engine takes seconds. */
  readonly training: Training | null;
}

/** A process that has an engine open. Whoever has it has to end it. */
export interface OpenEngine {
  readonly engine: RunEngine;
  readonly worker: WorkerProcess;
}

/** What computes. */
export interface Training extends OpenEngine {
  readonly workers: number;
  readonly threads: number;
}

/** The name of a plan and its runs. @throws UsageError, DataSizeError */
export async function planOf(
  experiment: RunDefinition,
  { preset: name, overrides }: Pick<SuiteOptions, 'preset' | 'overrides'>,
): Promise<Pick<Outlook, 'plan' | 'planned'>> {
  const preset = presetOf(experiment, name);
  const ofVariants = await variantArms(preset);
  return {
    plan: planName(name, preset, overrides, ofVariants),
    planned: planRuns(preset, overrides, ofVariants),
  };
}

/** @throws UsageError, DataSizeError, NewerResultsError, OlderResultsError; nothing was changed then */
export async function lookAt(experiment: RunDefinition, options: SuiteOptions): Promise<Outlook> {
  const { plan, planned } = await planOf(experiment, options);
  const { share } = options;
  const own = share ? planned.filter(({ id }) => share.has(nameInShare(experiment.name, id))) : planned;
  const folder = new ExperimentFolder(options.resultsFolder, experiment.name);
  await folder.readPlan().catch(refuseOtherVersions);
  const finished = await finishedRuns(folder, own, options.fresh);
  const ids = new Set(finished.map(({ id }) => id));
  const waiting = options.fresh ? own : own.filter(({ id }) => !ids.has(id));
  return { plan, planned, own, waiting, finished };
}

/**
 * @param opened an engine that is open already, if there is one; taken where something is left to train
 * @throws UsageError, DataSizeError, HeapBudgetError, NewerResultsError, OlderResultsError; nothing was changed then
 */
export async function prepare(
  experiment: RunDefinition,
  options: SuiteOptions,
  opened: () => OpenEngine | null = () => null,
): Promise<Preparation> {
  const outlook = await lookAt(experiment, options);
  const { waiting } = outlook;
  if (waiting.length === 0) return { ...outlook, training: null };
  const { engine, worker } = opened() ?? (await openEngine(options));
  try {
    await requireHeapFor(waiting, descriptorOf(engine));
    return { ...outlook, training: { worker, ...shareCores(engine, options, waiting.length) } };
  } catch (error) {
    worker.end();
    throw error;
  }
}

/** @throws UsageError for an engine that is not available here */
export async function openEngine({
  engine,
  threads = 1,
}: Pick<SuiteOptions, 'engine' | 'threads'>): Promise<OpenEngine> {
  const worker = new WorkerProcess();
  try {
    return { worker, engine: await describeEngine(worker, engine, threads) };
  } catch (error) {
    worker.end();
    throw error;
  }
}

/** A damaged plan is written anew; that of another version of this program is left alone, with its runs. */
function refuseOtherVersions(error: unknown): void {
  if (error instanceof NewerResultsError || error instanceof OlderResultsError) throw error;
}

async function finishedRuns(
  folder: ExperimentFolder,
  planned: readonly PlannedRun[],
  fresh: boolean,
): Promise<RunRecord[]> {
  const finished: RunRecord[] = [];
  for (const { id } of planned) {
    const record = await readRecord(folder.run(id), fresh);
    if (isDone(record)) finished.push(record);
  }
  return finished;
}

/** @throws NewerResultsError, OlderResultsError; an error with a way out for a damaged file, unless all is done afresh anyway */
async function readRecord(run: RunFolder, fresh: boolean): Promise<RunRecord | null> {
  try {
    return await run.readRecord();
  } catch (error) {
    refuseOtherVersions(error);
    if (fresh) return null;
    const wayOut = `Remove the folder ${run.path} to train that run again, or add --fresh for all of them.`;
    throw new Error(`${(error as Error).message}\n${wayOut}`, { cause: error });
  }
}

/**
 * A GPU takes one run at a time; on a processor every core takes a run, since two runs of one thread each get more done
 * than one of two. Where there are fewer runs than cores, engines whose results do not depend on the number of threads
 * share what is left. Who asks for threads gets as many runs at a time as there are cores for them.
 *
 * @param engine with the number of threads that it was asked for, else 1
 */
export function shareCores(
  engine: RunEngine,
  options: Pick<SuiteOptions, 'workers' | 'threads'>,
  runs: number,
  cores = availableParallelism(),
) {
  const { sharing } = descriptorOf(engine);
  const oneACore = Math.max(1, Math.floor(cores / engine.threads));
  const workers = options.workers ?? (sharing.runs === 'one' ? 1 : oneACore);
  const atATime = Math.max(1, Math.min(workers, runs));
  const shared = sharing.threads === 'idle cores' ? Math.max(1, Math.floor(cores / atATime)) : engine.threads;
  const threads = options.threads === undefined ? shared : engine.threads;
  return { engine: { ...engine, threads }, workers, threads };
}

/** What `choice` stands for on this machine. The process that is asked trains later, or it would have to be started twice. */
async function describeEngine(
  worker: WorkerProcess,
  choice: EngineChoice,
  threads: number,
): Promise<RunEngine> {
  try {
    return await worker.perform<RunEngine>({ job: 'engine', engine: choice, threads });
  } catch (error) {
    if (error instanceof JobError) throw new UsageError(error.message, { cause: error });
    throw error;
  }
}
