import { loadExperiment } from '../catalogue.ts';
import { publishPlan } from '../published/publish.ts';
import { shownPath } from './display-lines.ts';

/** Where the repository keeps its evidence. */
export const PUBLISHED = { results: 'results/published', reports: 'reports/published' } as const;

export interface PublishCommandOptions {
  readonly results: string;
  readonly plan?: string;
  readonly to: string;
  readonly toReports: string;
}

/** Copies a plan's rows to where they are kept, with their report. */
export async function publishCommand(
  name: string,
  { results, plan, to, toReports }: PublishCommandOptions,
): Promise<void> {
  const experiment = await loadExperiment(name);
  const target = { results: to, reports: toReports };
  console.log(shownPath(await publishPlan(experiment, { resultsFolder: results, plan, to: target })));
}
