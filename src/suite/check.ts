import { randomUUID } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunEngine } from '../arithmetic/index.ts';
import { descriptorOf } from '../engine/registry.ts';
import { ExperimentFolder } from '../results/experiment-folder.ts';
import { UsageError } from '../usage-error.ts';
import { requireHeapFor } from './heap-check.ts';
import { isBegunAnew, requireAskedFor, requirePinned } from './pin.ts';
import { lookAt, type OpenEngine, type Outlook, openEngine } from './prepare.ts';
import type { RunDefinition } from './presets.ts';
import type { SuiteOptions } from './suite-options.ts';

export interface Checked {
  /** In the order of the experiments. */
  readonly outlooks: readonly Outlook[];
  /** Gives the engine that was opened for the check, once: the first experiment that trains takes it. */
  readonly take: () => OpenEngine | null;
  /** Ends what nobody took. */
  readonly end: () => void;
}

/**
 * Looks at all experiments before the first of them starts: presets, plans, limits of data and memory, what is there
 * already, the engine. A mistake in the last is better known now than after a week.
 *
 * @throws UsageError, DataSizeError, HeapBudgetError, NewerResultsError, OlderResultsError; nothing was changed then
 */
export async function checkAll(
  experiments: readonly RunDefinition[],
  options: SuiteOptions,
): Promise<Checked> {
  const outlooks: Outlook[] = [];
  for (const experiment of experiments) outlooks.push(await lookAt(experiment, options));
  let opened = outlooks.some(({ waiting }) => waiting.length > 0) ? await openEngine(options) : null;
  const take = () => {
    const taken = opened;
    opened = null;
    return taken;
  };
  const end = () => take()?.worker.end();
  try {
    const waiting = outlooks.flatMap(outlook => outlook.waiting);
    if (opened) {
      await requireHeapFor(waiting, descriptorOf(opened.engine));
      await requireArithmetic(experiments, outlooks, opened.engine, options);
    }
  } catch (error) {
    end();
    throw error;
  }
  return { outlooks, take, end };
}

/** @throws UsageError where plans, or the command line, want another than this machine has */
async function requireArithmetic(
  experiments: readonly RunDefinition[],
  outlooks: readonly Outlook[],
  { arithmetic }: RunEngine,
  options: SuiteOptions,
): Promise<void> {
  requireAskedFor(arithmetic, options.arithmetic);
  if (isBegunAnew(options)) return;
  for (const [i, { name }] of experiments.entries()) {
    const { plan, waiting } = outlooks[i]!;
    if (waiting.length === 0) continue;
    // A damaged one is written anew.
    const there = await new ExperimentFolder(options.resultsFolder, name)
      .plan(plan)
      .readPlan()
      .catch(() => null);
    if (there) requirePinned(there, arithmetic);
  }
}

/** @throws UsageError for a folder that cannot be made or written */
export async function requireFolders(folders: {
  readonly results: string;
  /** Null where no report is written. */
  readonly reports: string | null;
}): Promise<void> {
  await requireWritable('results', folders.results);
  if (folders.reports !== null) await requireWritable('reports', folders.reports);
}

async function requireWritable(what: 'results' | 'reports', folder: string): Promise<void> {
  const probe = join(folder, `.${randomUUID()}.tmp`);
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(probe, '');
  } catch (cause) {
    const reason = (cause as Error).message;
    throw new UsageError(
      `${what} folder ${folder} cannot be written: ${reason}. Name another: --${what} DIR`,
      { cause },
    );
  } finally {
    await rm(probe, { force: true }).catch(() => {});
  }
}
