import Table from 'cli-table3';
import { sourceOf } from '../data/registry.ts';
import type { Experiment } from '../experiment.ts';
import { roughDuration } from '../language/numbers.ts';
import type { RegularizerFile } from '../regularizers/files.ts';
import type { RunConfig } from '../run/config.ts';
import { regularizerFilesOf } from '../suite/plan.ts';
import { type OpenEngine, prepare, type Training } from '../suite/prepare.ts';
import { presetOf } from '../suite/presets.ts';
import type { SuiteOptions } from '../suite/suite-options.ts';

/** Start of the processes, loading the engine and the data: all at the same time, and once. */
const WORKER_START_SECONDS = 4;

export interface DryRunOptions {
  /** As one line for other programs; `seconds` is null for what is done. */
  readonly json?: boolean | undefined;
  readonly signal: AbortSignal;
  /** An engine that is open already, if there is one. */
  readonly opened: () => OpenEngine | null;
}

/** Prints what would run and how long it would take, judged by a few real steps of each network. */
export async function printPlan(
  experiment: Experiment,
  options: SuiteOptions,
  { json = false, signal, opened }: DryRunOptions,
): Promise<void> {
  const { own, waiting, training } = await prepare(experiment, options, opened);
  const regularizerFiles = regularizerFilesOf(options.overrides);
  const configs = waiting.map(({ config }) => config);
  const seconds = training ? await estimate(training, configs, regularizerFiles, signal) : [];
  const expected = new Map(waiting.map(({ id }, index) => [id, seconds[index]!]));
  const workers = training?.workers ?? 0;
  const atATime = Math.min(workers, waiting.length);
  const total = waiting.length === 0 ? 0 : WORKER_START_SECONDS + makespan(seconds, atATime);
  if (json) {
    const runs = own.map(({ id, config }) => ({
      id,
      epochs: config.recipe.epochs,
      seconds: expected.get(id) ?? null,
    }));
    const { preset } = options;
    const plan = {
      type: 'dry-run',
      experiment: experiment.name,
      preset,
      engine: training?.engine ?? null,
      workers,
      seconds: total,
      runs,
    };
    return console.log(JSON.stringify(plan));
  }
  const table = new Table({ head: ['run', 'epochs', 'expected time'], style: { head: [], border: [] } });
  for (const { id, config } of own) {
    const time = expected.get(id);
    table.push([id, config.recipe.epochs, time === undefined ? 'done' : `${roughDuration(time)}`]);
  }
  console.log(
    `${experiment.name}, preset ${options.preset}: ${presetOf(experiment, options.preset).description}`,
  );
  console.log(table.toString());
  if (!training) return console.log('All runs are done already; --fresh would train them again.');
  console.log(
    `Engine ${training.engine.name} (${training.engine.device}), ${atATime} at a time: about ${roughDuration(total)} in all.`,
  );
  for (const dataset of new Set(waiting.map(({ config }) => config.data.dataset))) {
    const { download } = sourceOf({ dataset });
    if (download && !(await download.isAtHand()))
      console.log(`Before that, ${dataset} is downloaded once (${download.megabytes} MB).`);
  }
}

/** Seconds that each run would take. */
async function estimate(
  { engine, threads, worker }: Training,
  configs: readonly RunConfig[],
  regularizerFiles: readonly RegularizerFile[],
  signal: AbortSignal,
): Promise<number[]> {
  try {
    const job = { job: 'estimate', engine: engine.name, threads, configs, regularizerFiles } as const;
    return await worker.perform(job, { signal });
  } finally {
    worker.end();
  }
}

/** Time until all are done when each worker takes the next one in order. */
export function makespan(seconds: readonly number[], workers: number): number {
  const busyUntil = Array.from({ length: workers }, () => 0);
  for (const time of seconds) {
    const next = busyUntil.indexOf(Math.min(...busyUntil));
    busyUntil[next]! += time;
  }
  return Math.max(0, ...busyUntil);
}
