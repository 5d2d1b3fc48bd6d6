import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';
import type { LanguageCode } from '../language/languages.ts';
import { translationsOf } from '../language/phrase.ts';
import { deviationsFromPaper } from '../paper/deviations.ts';
import type { BuiltChart } from '../report/charts/chart.ts';
import { renderComparison } from '../report/compare/comparison-report.ts';
import type { RunSet } from '../report/compare/matching.ts';
import { renderReport } from '../report/experiment-report.ts';
import { comparisonSummarySchema, renderIndex, reportSummarySchema } from '../report/index-page.ts';
import { ExperimentFolder } from '../results/experiment-folder.ts';
import type { RunResult } from '../results/schema.ts';
import { uniqueFileName } from '../run/id.ts';
import type { Experiment } from './experiment.ts';
import { UsageError } from './usage-error.ts';

export interface ReportOptions {
  /** That pages open in; absent: the reader's. */
  readonly language?: LanguageCode | undefined;
  /** Whether pictures are drawn too: SVG and PNG of every chart, and the one in the index. They take seconds. */
  readonly pictures: boolean;
}

/**
 * Writes an experiment's report, summary and claims from the results of its latest plan, and the index of all reports;
 * returns the report's path.
 *
 * @throws UsageError when the experiment was never started in this results folder, or there is no writing reports
 */
export async function writeReport(
  experiment: Experiment,
  resultsFolder: string,
  reportsFolder: string,
  { language, pictures }: ReportOptions,
): Promise<string> {
  const folder = new ExperimentFolder(resultsFolder, experiment.name);
  const plan = await folder.readPlan();
  if (!plan) {
    throw new UsageError(`${experiment.name} was not run yet: there is nothing in ${folder.path}`);
  }
  const own = join(reportsFolder, experiment.name);
  await makeReportsFolder(own);
  const runs = await folder.readRuns(plan.runs.map(({ id }) => id));
  const { html, claims, told, built } = renderReport(experiment, runs, {
    preset: plan.preset,
    synthetic: hasSyntheticImages(runs),
    planned: plan.runs,
    command: plan.command,
    deviations: deviationsFromPaper(
      runs.map(({ record }) => record.config),
      reasonsOf(experiment, plan.preset),
    ),
    resultsPath: relative(reportsFolder, folder.path).replaceAll(sep, '/'),
    language,
  });
  await folder.writeSummary(runs);
  await folder.writeClaims(claims);
  const path = join(reportsFolder, `${experiment.name}.html`);
  await writeFileAtomic(path, html);
  if (pictures) await drawPictures(built, own);
  // Who looks while it trains looks at the report; the index keeps the picture that it had, in its colours.
  const earlier = pictures ? null : await readSummary(reportsFolder, experiment.name);
  await writeSummary(reportsFolder, {
    ...told,
    picture: pictures ? await drawIndexPicture(experiment, built) : null,
    ...(earlier && 'picture' in earlier && { picture: earlier.picture, scales: earlier.scales }),
  });
  await writeIndex(reportsFolder, language);
  return path;
}

export interface ComparisonOptions extends ReportOptions {
  readonly reportsFolder: string;
  /** Command line that repeats it. */
  readonly command: string;
}

/** Writes the page on which two sets of runs of an experiment are compared, and the index; returns the page's path. */
export async function writeComparison(
  experiment: Experiment,
  first: RunSet,
  second: RunSet,
  { reportsFolder, command, language, pictures }: ComparisonOptions,
): Promise<string> {
  const name = uniqueFileName([`compare-${experiment.name}`, first.name, second.name]);
  const own = join(reportsFolder, name);
  await makeReportsFolder(own);
  const synthetic = hasSyntheticImages([...first.runs, ...second.runs]);
  const { html, title, answer, built } = renderComparison(experiment, first, second, {
    command,
    synthetic,
    language,
  });
  const path = join(reportsFolder, `${name}.html`);
  await writeFileAtomic(path, html);
  if (pictures) await drawPictures(built, own);
  await writeSummary(reportsFolder, {
    name,
    title: translationsOf(title),
    answer: translationsOf(answer),
    compared: experiment.name,
  });
  await writeIndex(reportsFolder, language);
  return path;
}

/** What a preset says of its departures from the paper, for its own values: not for those of the command line. */
function reasonsOf({ presets }: Experiment, name: string) {
  const preset = presets[name as keyof typeof presets];
  if (!preset?.reasons) return undefined;
  const { network, data, recipe, reasons, depths } = preset;
  return {
    reasons,
    base: { kind: 'plain' as const, depth: depths[0]!, seed: 1, network, data, recipe, regularizers: [] },
  };
}

function hasSyntheticImages(runs: readonly RunResult[]): boolean {
  return runs.some(({ record }) => record.config.data.dataset === 'synthetic');
}

/** Writes pictures of all charts. */
async function drawPictures(built: readonly BuiltChart[], folder: string): Promise<void> {
  // Vega takes a second to load, which commands that draw nothing need not wait for.
  const { takeAwayPictures } = await import('../report/picture.ts');
  for await (const { name, content } of takeAwayPictures(built)) {
    await writeFileAtomic(join(folder, name), content);
  }
}

/** The picture that stands for the experiment, if there is any. */
async function drawIndexPicture(
  { charts, indexChart = charts[0]?.id }: Experiment,
  built: readonly BuiltChart[],
) {
  const { indexPicture } = await import('../report/picture.ts');
  const chosen = built.find(({ builder }) => builder.id === indexChart);
  return chosen ? indexPicture(chosen) : null;
}

/** The page that leads to all reports of a folder; none where there are none. */
export async function writeIndex(reportsFolder: string, language?: LanguageCode): Promise<void> {
  const entries = await readdir(reportsFolder, { withFileTypes: true });
  const names = entries.filter(entry => entry.isDirectory()).map(({ name }) => name);
  const read = await Promise.all(names.sort().map(name => readSummary(reportsFolder, name)));
  const known = read.filter(summary => summary !== null);
  const summaries = known.filter(summary => 'picture' in summary);
  const comparisons = known.filter(summary => 'compared' in summary);
  const path = join(reportsFolder, 'index.html');
  if (known.length === 0) await rm(path, { force: true });
  else await writeFileAtomic(path, renderIndex(summaries, { comparisons, language }));
}

const summaryFile = (reportsFolder: string, name: string) => join(reportsFolder, name, 'summary.json');

const summarySchema = z.union([reportSummarySchema, comparisonSummarySchema]);
type Summary = z.infer<typeof summarySchema>;

async function writeSummary(reportsFolder: string, summary: Summary): Promise<void> {
  await writeFileAtomic(summaryFile(reportsFolder, summary.name), `${JSON.stringify(summary, null, 2)}\n`);
}

/** `null` where there is none that this version can read: the next report writes it. */
async function readSummary(reportsFolder: string, name: string): Promise<Summary | null> {
  try {
    return summarySchema.parse(JSON.parse(await readFile(summaryFile(reportsFolder, name), 'utf8')));
  } catch {
    return null;
  }
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
