import { experimentNames, loadExperiment } from '../catalogue.ts';
import { ExperimentFolder } from '../results/experiment-folder.ts';
import { exportPlan } from '../results/export/export-plan.ts';
import type { Plan } from '../results/schema.ts';
import { UsageError } from '../usage-error.ts';
import { shownPath } from './display-lines.ts';

export interface ExportOptions {
  readonly results: string;
  /** Name of a plan; absent: the one that was started last. */
  readonly plan?: string;
  /** Folder for the files; absent: that of the plan. */
  readonly to?: string;
}

/** Writes the rows of the named experiments, or of all that have results: of the plan that ran last, or of the one named. */
export async function exportCommand(
  names: readonly string[],
  { results, plan: name, to }: ExportOptions,
): Promise<void> {
  for (const experiment of names) await loadExperiment(experiment);
  const chosen: [ExperimentFolder, Plan][] = [];
  for (const experiment of names.length > 0 ? names : experimentNames()) {
    const folder = new ExperimentFolder(results, experiment);
    const latest = await folder.readPlan();
    const plan = name === undefined ? latest : await folder.plan(name).readPlan();
    if (plan) chosen.push([folder, plan]);
    else if (names.length > 0) throw new UsageError(await whyNone(folder, experiment, name));
  }
  if (chosen.length === 0) {
    const what = name === undefined ? '' : ` of a plan "${name}"`;
    throw new UsageError(
      `there are no results${what} in ${results}; run an experiment first: npm run suite -- list`,
    );
  }
  for (const [folder, plan] of chosen) {
    const place = to === undefined ? folder.plan(plan.name).path : to;
    const file = to === undefined ? 'rows' : `${plan.experiment}-${plan.name}`;
    for (const path of await exportPlan(folder, plan, place, file)) console.log(shownPath(path));
  }
}

async function whyNone(folder: ExperimentFolder, experiment: string, name: string | undefined) {
  const plans = await folder.readPlans();
  if (name === undefined || plans.length === 0) {
    return `${experiment}: not run yet, there are no results in ${folder.path}`;
  }
  const known = plans.map(plan => plan.name).join(', ');
  return `--plan: no plan "${name}" of ${experiment} was run; there are: ${known}`;
}
