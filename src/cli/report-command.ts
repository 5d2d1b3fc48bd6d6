import { experimentNames, loadExperiment } from '../catalogue.ts';
import type { LanguageCode } from '../language/languages.ts';
import { linkOtherPlans, writeReport } from '../reports/write-report.ts';
import { ExperimentFolder } from '../results/experiment-folder.ts';
import { UsageError } from '../usage-error.ts';
import { shownPath } from './display-lines.ts';
import { examplesFor } from './examples.ts';

export interface ReportOptions {
  readonly results: string;
  readonly reports: string;
  readonly lang?: LanguageCode;
  /** Name of a plan; absent: all. */
  readonly plan?: string;
  /** True unless `--no-examples`. */
  readonly examples: boolean;
}

/**
 * Writes the reports of the named experiments, or of all that have results: of every plan, or of the one named. What
 * cannot be read of one does not keep the others from being written.
 */
export async function reportCommand(
  names: readonly string[],
  { results, reports, lang, plan, examples: images }: ReportOptions,
): Promise<void> {
  for (const name of names) await loadExperiment(name);
  const examples = examplesFor({ images });
  const errors: unknown[] = [];
  const wanted = await plansOf(names.length > 0 ? names : experimentNames(), results, errors);
  const chosen = wanted.filter(one => plan === undefined || one.plan === plan);
  if (chosen.length === 0 && errors.length === 0) {
    throw new UsageError(nothingToReport(names, results, plan, wanted));
  }
  for (const { experiment: name, plan } of chosen) {
    try {
      const experiment = await loadExperiment(name);
      const options = { language: lang, pictures: 'all' as const, plan, examples };
      const path = await writeReport(experiment, results, reports, options);
      await linkOtherPlans(experiment, results, reports, plan, options);
      console.log(shownPath(path));
    } catch (error) {
      errors.push(error);
    }
  }
  for (const error of errors.slice(1)) console.error(`error: ${(error as Error).message}`);
  if (errors.length > 0) throw errors[0];
}

interface NamedPlan {
  readonly experiment: string;
  readonly plan: string;
}

async function plansOf(names: readonly string[], results: string, errors: unknown[]): Promise<NamedPlan[]> {
  const found: NamedPlan[] = [];
  for (const experiment of names) {
    try {
      const folder = new ExperimentFolder(results, experiment);
      // Read for what it may be: of an earlier version, which knew of no other plans.
      await folder.readPlan();
      for (const { name } of await folder.readPlans()) found.push({ experiment, plan: name });
    } catch (error) {
      errors.push(error);
    }
  }
  return found;
}

function nothingToReport(
  names: readonly string[],
  results: string,
  plan: string | undefined,
  there: readonly NamedPlan[],
): string {
  if (there.length > 0) {
    const known = [...new Set(there.map(one => one.plan))].join(', ');
    return `--plan: no plan "${plan}" was run; there are: ${known}`;
  }
  if (names.length === 0)
    return `there are no results in ${results}; run an experiment first: npm run suite -- list`;
  return `${names.join(', ')}: not run yet, there are no results in ${results}`;
}
