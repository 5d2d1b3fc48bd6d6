import { loadExperiment } from '../catalogue.ts';
import type { Experiment } from '../experiment.ts';
import { atQueue } from '../queue/explain.ts';
import type { RegularizerArm } from '../regularizers/arm.ts';
import { reportingOn } from '../reports/reporting.ts';
import { checkAll, requireFolders } from '../suite/check.ts';
import { type OpenEngine, planOf } from '../suite/prepare.ts';
import { runExperiment } from '../suite/run-experiment.ts';
import { type ExperimentRuns, shardOf, shareOf } from '../suite/shard.ts';
import type { SuiteOptions } from '../suite/suite-options.ts';
import { oneOf, UsageError } from '../usage-error.ts';
import { displayFor } from './choose-display.ts';
import { mayReplace } from './confirm-fresh.ts';
import { printPlan } from './dry-run.ts';
import { examplesFor } from './examples.ts';
import { openLive } from './open-live.ts';
import type { RunOptions } from './options.ts';
import { requireQueue } from './queue-commands.ts';

/** Runs experiments one after the other; returns the exit code. */
export async function runCommand(
  names: readonly string[],
  options: RunOptions,
  commandLine: string,
  signal: AbortSignal,
): Promise<number> {
  const experiments: Experiment[] = [];
  for (const name of names) experiments.push(await loadExperiment(name));
  const queue = options.queue === undefined ? null : queueFor(options);
  const suite = await withShare(experiments, await suiteOptions(options, commandLine), options);
  if (queue !== null) return submitEach(experiments, suite, options, queue, signal);
  const checked = await checkAll(experiments, suite);
  try {
    if (!options.dryRun) {
      const finished = options.fresh ? checked.outlooks.flatMap(outlook => outlook.finished) : [];
      const { stdin: input, stderr: output } = process;
      if (!(await mayReplace(finished, { yes: options.yes === true, input, output, signal }))) {
        console.error('Nothing was changed.');
        return 0;
      }
      await requireFolders({ ...options, reports: suite.share ? null : options.reports });
    }
    return await runEach(experiments, suite, options, checked.take, signal);
  } finally {
    checked.end();
  }
}

/** The address of the queue. @throws UsageError for options that say what workers do */
function queueFor(options: RunOptions): string {
  const { fresh, dryRun, shard, shardIndex, shardCount, queue } = options;
  const others = { fresh, 'dry-run': dryRun, shard, 'shard-index': shardIndex, 'shard-count': shardCount };
  const [refused] = Object.entries(others).flatMap(([name, value]) => (value === undefined ? [] : [name]));
  if (refused)
    throw new UsageError(
      `--${refused} does not go together with --queue, whose workers decide what they train`,
    );
  return requireQueue(queue);
}

/** Puts experiments into a queue and follows them, one after the other; returns the exit code. */
async function submitEach(
  experiments: readonly Experiment[],
  suite: SuiteOptions,
  options: RunOptions,
  url: string,
  signal: AbortSignal,
): Promise<number> {
  await requireFolders(options);
  const { queueExperiment } = await import('../suite/follow-queue.ts');
  const live = options.open ? await openLive(options) : null;
  let failed = false;
  try {
    for (const experiment of experiments) {
      const display = displayFor(options);
      try {
        const emit = live ? live.following(experiment.name, display.emit) : display.emit;
        const reporting = reportingFor(experiment, options);
        const { outcomes } = await atQueue(url, () =>
          queueExperiment(experiment, suite, url, reporting, emit, signal),
        );
        failed ||= outcomes.includes('failed');
      } finally {
        display.close();
      }
    }
  } finally {
    await live?.close();
  }
  return failed ? 1 : 0;
}

async function runEach(
  experiments: readonly Experiment[],
  suite: SuiteOptions,
  options: RunOptions,
  opened: () => OpenEngine | null,
  signal: AbortSignal,
): Promise<number> {
  const live = options.open && !options.dryRun ? await openLive(options) : null;
  let failed = false;
  try {
    for (const experiment of experiments) {
      if (options.dryRun) {
        await printPlan(experiment, suite, { json: options.json, signal, opened });
        continue;
      }
      const display = displayFor(options);
      try {
        const emit = live ? live.following(experiment.name, display.emit) : display.emit;
        const reporting = suite.share ? null : reportingFor(experiment, options);
        const { outcomes } = await runExperiment(experiment, suite, reporting, emit, signal, opened);
        failed ||= outcomes.includes('failed');
      } finally {
        display.close();
      }
    }
  } finally {
    await live?.close();
  }
  return failed ? 1 : 0;
}

function reportingFor(experiment: Experiment, options: RunOptions) {
  const { results: resultsFolder, reports: reportsFolder, lang: language, pictures } = options;
  return reportingOn(experiment, {
    resultsFolder,
    reportsFolder,
    language,
    pictures,
    watched: options.open === true,
    examples: examplesFor({ images: options.examples }),
  });
}

/** With the runs that are this machine's, where the command line says that it is one of several. @throws UsageError */
async function withShare(
  experiments: readonly Experiment[],
  suite: SuiteOptions,
  options: RunOptions,
): Promise<SuiteOptions> {
  const shard = shardOf(options);
  if (!shard) return suite;
  if (options.open) {
    throw new UsageError(
      '--open shows a report, and a shard writes none; npm run suite -- watch follows all of them',
    );
  }
  const runs: ExperimentRuns[] = [];
  for (const experiment of experiments) {
    const { planned } = await planOf(experiment, suite);
    runs.push({ experiment: experiment.name, planned });
  }
  return { ...suite, share: shareOf(shard, runs) };
}

/** @throws UsageError */
export async function suiteOptions(options: RunOptions, command: string): Promise<SuiteOptions> {
  const { preset, engine, workers, threads, results, fresh = false, regularizer = [] } = options;
  return {
    preset,
    overrides: { ...options, regularizerArms: await parseArms(regularizer) },
    engine,
    workers,
    threads,
    resultsFolder: results,
    arithmetic: options.arithmetic,
    fresh,
    followEpochs: options.open === true,
    command,
  };
}

/** Loads the regularizers only where one was asked for: they bring TensorFlow.js along. */
async function parseArms(specs: readonly string[]): Promise<RegularizerArm[]> {
  if (specs.length === 0) return [];
  const { armNames, parseArm } = await import('../regularizers/arm.ts');
  const { regularizers } = await import('../regularizers/registry.ts');
  const known = regularizers.map(({ name }) => name);
  for (const name of specs.flatMap(armNames)) oneOf('--regularizer', name, known);
  try {
    return await Promise.all(specs.map(parseArm));
  } catch (cause) {
    throw new UsageError(`--regularizer: ${(cause as Error).message}`, { cause });
  }
}
