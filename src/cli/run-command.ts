import { loadExperiment } from '../suite/catalogue.ts';
import type { Experiment } from '../suite/experiment.ts';
import type { Overrides } from '../suite/plan.ts';
import { runExperiment, type SuiteOptions } from '../suite/run-experiment.ts';
import { displayFor } from './display.ts';
import { printPlan } from './dry-run.ts';
import type { RunOptions } from './options.ts';

/** Runs experiments one after the other; returns the exit code. */
export async function runCommand(
  names: readonly string[],
  options: RunOptions,
  commandLine: string,
  signal: AbortSignal,
): Promise<number> {
  // All names are looked at before the first run starts.
  const experiments: Experiment[] = [];
  for (const name of names) experiments.push(await loadExperiment(name));
  let failed = false;
  for (const experiment of experiments) {
    const suite = suiteOptions(options, commandLine);
    if (options.dryRun) {
      await printPlan(experiment, suite, signal);
      continue;
    }
    const display = displayFor(options);
    try {
      const { outcomes } = await runExperiment(experiment, suite, display.emit, signal);
      failed ||= outcomes.includes('failed');
    } finally {
      display.close();
    }
  }
  return failed ? 1 : 0;
}

function suiteOptions(options: RunOptions, command: string): SuiteOptions {
  const { preset, engine, workers, threads, results, reports, fresh = false, regularizer } = options;
  const overrides: Overrides = { ...options, ...(regularizer && { regularizerArms: regularizer }) };
  return {
    preset,
    overrides,
    engine,
    workers,
    threads,
    resultsFolder: results,
    reportsFolder: reports,
    fresh,
    command,
  };
}
