import { mkdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import type { LanguageCode } from '../language/languages.ts';
import { deviationsFromPaper } from '../report/deviations.ts';
import { renderReport } from '../report/experiment-report.ts';
import { ExperimentFolder } from '../results/experiment-folder.ts';
import type { Experiment } from './experiment.ts';
import { UsageError } from './usage-error.ts';

/**
 * Writes an experiment's report, summary and claims from the results of its latest plan; returns the report's
 * path.
 *
 * @throws UsageError when the experiment was never started in this results folder, or there is no writing reports
 */
export async function writeReport(
  experiment: Experiment,
  resultsFolder: string,
  reportsFolder: string,
  language?: LanguageCode,
): Promise<string> {
  const folder = new ExperimentFolder(resultsFolder, experiment.name);
  const plan = await folder.readPlan();
  if (!plan) {
    throw new UsageError(`${experiment.name} was not run yet: there is nothing in ${folder.path}`);
  }
  await makeReportsFolder(reportsFolder);
  const runs = await folder.readRuns(plan.runs);
  const { html, claims } = renderReport(experiment, runs, {
    preset: plan.preset,
    synthetic: runs.some(({ record }) => record.config.data.dataset === 'synthetic'),
    planned: plan.runs.length,
    language,
    command: plan.command,
    deviations: deviationsFromPaper(runs.map(({ record }) => record.config)),
    resultsPath: relative(reportsFolder, folder.path).replaceAll(sep, '/'),
  });
  await folder.writeSummary(runs);
  await folder.writeClaims(claims);
  const path = join(reportsFolder, `${experiment.name}.html`);
  await writeFileAtomic(path, html);
  return path;
}

/** @throws UsageError when it cannot be made; better known before hours of training than after */
export async function makeReportsFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (cause) {
    const reason = (cause as Error).message;
    throw new UsageError(
      `reports folder ${folder} cannot be written: ${reason}. Name another: --reports DIR`,
      {
        cause,
      },
    );
  }
}
