import type { LanguageCode } from '../language/languages.ts';
import { ExperimentFolder } from '../results/experiment-folder.ts';
import { experimentNames, loadExperiment } from '../suite/catalogue.ts';
import { writeReport } from '../suite/reports.ts';
import { UsageError } from '../suite/usage-error.ts';
import { shownPath } from './display-lines.ts';

/** Writes the reports of the named experiments, or of all that have results. */
export async function reportCommand(
  names: readonly string[],
  { results, reports, lang }: { results: string; reports: string; lang?: LanguageCode },
): Promise<void> {
  const chosen = names.length > 0 ? names : await experimentsWithResults(results);
  if (chosen.length === 0) {
    throw new UsageError(
      `there are no results in ${results}; run an experiment first: npm run suite -- list`,
    );
  }
  for (const name of chosen) {
    const path = await writeReport(await loadExperiment(name), results, reports, {
      language: lang,
      pictures: true,
    });
    console.log(shownPath(path));
  }
}

/** Names of the experiments that were started at least once. */
export async function experimentsWithResults(results: string): Promise<string[]> {
  const started: string[] = [];
  for (const name of experimentNames()) {
    if (await new ExperimentFolder(results, name).readPlan()) started.push(name);
  }
  return started;
}
