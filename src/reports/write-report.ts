import { readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { writeWhole } from '../atomic-file.ts';
import type { BuiltChart } from '../charts/parts/chart.ts';
import { exists } from '../exists.ts';
import { deviationsFromPaper, type StatedBudget, statedReasons } from '../paper/deviations.ts';
import { ExperimentFolder } from '../results/experiment-folder.ts';
import type { Plan } from '../results/schema.ts';
import { UsageError } from '../usage-error.ts';
import { type ReportDefinition, renderReport } from './experiment-report.ts';
import {
  drawPictures,
  makeReportsFolder,
  type PageOptions,
  readSummary,
  writeIndex,
  writeSummary,
} from './reports-folder.ts';
import type { PlanLink } from './sections/other-plans.ts';

export interface ReportOptions extends PageOptions {
  /** Name of the plan; absent: the one that was started last. */
  readonly plan?: string | undefined;
}

/** What is told of an experiment, and the budgets that it may have had. */
export interface Reported extends ReportDefinition {
  readonly presets: Readonly<Partial<Record<string, StatedBudget>>>;
}

/**
 * Writes the page, summary and claims of a plan from the results; of the plan that was started last, the experiment's
 * page, summary and claims too, and the index of all reports. Returns the path of the page, the experiment's if it is
 * the same.
 *
 * @throws UsageError when the plan was never started in this results folder, or there is no writing reports
 */
export async function writeReport(
  experiment: Reported,
  resultsFolder: string,
  reportsFolder: string,
  { language, pictures, examples, plan: name }: ReportOptions,
): Promise<string> {
  const folder = new ExperimentFolder(resultsFolder, experiment.name);
  const latest = await folder.readPlan();
  const plan = name === undefined ? latest : await folder.plan(name).readPlan();
  if (!plan) {
    throw new UsageError(`${experiment.name} was not run yet: there is nothing in ${folder.path}`);
  }
  const own = join(reportsFolder, experiment.name);
  await makeReportsFolder(own);
  const runs = await folder.readRuns(plan.runs.map(({ id }) => id));
  const others = await plansWithPage(folder, own, plan);
  const placeIn = (pages: string) => ({
    resultsPath: link(relative(pages, folder.path)),
    indexPath: link(join(relative(pages, reportsFolder), 'index.html')),
    otherPlans: others.map(other => ({ ...other, path: link(join(relative(pages, own), other.path)) })),
  });
  const dataset = plan.runs[0]?.config.data.dataset;
  const report = renderReport(experiment, runs, {
    plan: plan.name,
    preset: plan.preset,
    planned: plan.runs,
    extended: plan.extended,
    command: plan.command,
    deviations: deviationsFromPaper(
      runs.map(({ record }) => record.config),
      statedReasons(experiment.presets[plan.preset]),
    ),
    place: placeIn(own),
    examples: dataset === undefined ? undefined : await examples?.(dataset),
    language,
  });
  const { claims, told, built } = report;
  await folder.writeOutcome(plan, runs, claims);
  const page = join(own, `${plan.name}.html`);
  await writeWhole(page, report.html);
  if (pictures === 'all') await drawPictures(built, join(own, plan.name));
  if (latest?.name !== plan.name) return page;
  const top = join(reportsFolder, `${experiment.name}.html`);
  await writeWhole(top, report.at(placeIn(reportsFolder)));
  // Who looks while it trains looks at the report; the index keeps the picture that it had, in its colours.
  const earlier = pictures === 'none' ? await readSummary(reportsFolder, experiment.name) : null;
  await writeSummary(reportsFolder, {
    ...told,
    picture: pictures === 'none' ? null : await drawIndexPicture(experiment, built),
    ...(earlier &&
      'picture' in earlier &&
      earlier.plan === plan.name && { picture: earlier.picture, scales: earlier.scales }),
  });
  await writeIndex(reportsFolder, language);
  return top;
}

/**
 * Writes pages of other plans of the experiment again that do not know of this one yet. What cannot be read of another
 * plan is met, and named, when that plan is asked for.
 */
export async function linkOtherPlans(
  experiment: Reported,
  resultsFolder: string,
  reportsFolder: string,
  name: string,
  options: PageOptions,
): Promise<void> {
  const folder = new ExperimentFolder(resultsFolder, experiment.name);
  const own = join(reportsFolder, experiment.name);
  for (const plan of await folder.readPlans().catch(() => [])) {
    if (plan.name === name) continue;
    const html = await readFile(join(own, `${plan.name}.html`), 'utf8').catch(() => null);
    if (html === null || html.includes(`href="${name}.html"`)) continue;
    const again = { ...options, pictures: 'none' as const, plan: plan.name };
    await writeReport(experiment, resultsFolder, reportsFolder, again).catch(() => {});
  }
}

async function plansWithPage(folder: ExperimentFolder, pages: string, { name }: Plan): Promise<PlanLink[]> {
  const links: PlanLink[] = [];
  // One that another version wrote, or that is damaged, is named where it is asked for.
  for (const other of await folder.readPlans().catch(() => [])) {
    const path = `${other.name}.html`;
    if (other.name === name || !(await exists(join(pages, path)))) continue;
    links.push({ name: other.name, preset: other.preset, runs: other.runs.length, path });
  }
  return links;
}

/** A path as in a link, where `#`, `%` and blanks mean something else. */
function link(path: string): string {
  return path === '' ? '.' : path.split(sep).map(encodeURIComponent).join('/');
}

/** The picture that stands for the experiment, if there is any. */
async function drawIndexPicture(
  { charts, lead, indexChart = charts[0]?.id }: ReportDefinition,
  built: readonly BuiltChart[],
) {
  const { indexPicture } = await import('./picture.ts');
  const chosen = built.find(({ builder }) => builder.id === (lead?.id ?? indexChart));
  return chosen ? indexPicture(chosen) : null;
}
