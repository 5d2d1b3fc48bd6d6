import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { writeWhole } from '../atomic-file.ts';
import type { BuiltChart } from '../charts/parts/chart.ts';
import { exists } from '../exists.ts';
import type { LanguageCode } from '../language/languages.ts';
import { UsageError } from '../usage-error.ts';
import type { FindExamples } from './examples.ts';
import { comparisonSummarySchema, PLAYGROUND, renderIndex, reportSummarySchema } from './index-page.ts';

export interface PageOptions {
  /** That pages open in; absent: the reader's. */
  readonly language?: LanguageCode | undefined;
  /** Which pictures are drawn too: that of the index alone, or SVG and PNG of every chart besides. They take seconds. */
  readonly pictures: 'none' | 'index' | 'all';
  /** What there is to show of single examples; absent: nothing. */
  readonly examples?: FindExamples | undefined;
}

/** @throws UsageError when it cannot be made; better known before hours of training than after */
export async function makeReportsFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (cause) {
    const reason = (cause as Error).message;
    throw new UsageError(
      `reports folder ${folder} cannot be written: ${reason}. Name another: --reports DIR`,
      { cause },
    );
  }
}

/** Writes pictures of all charts. */
export async function drawPictures(built: readonly BuiltChart[], folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  // Vega takes a second to load, which commands that draw nothing need not wait for.
  const { takeAwayPictures } = await import('./picture.ts');
  for await (const { name, content } of takeAwayPictures(built))
    await writeWhole(join(folder, name), content);
}

/** The page that leads to all reports of a folder; none where there are none. */
export async function writeIndex(reportsFolder: string, language?: LanguageCode): Promise<void> {
  const entries = await readdir(reportsFolder, { withFileTypes: true });
  const names = entries.filter(entry => entry.isDirectory()).map(({ name }) => name);
  const read = await Promise.all(names.sort().map(name => readSummary(reportsFolder, name)));
  const known = read.filter(summary => summary !== null);
  const summaries = known.filter(summary => 'picture' in summary);
  const comparisons = known.filter(summary => 'compared' in summary);
  const playground = await exists(join(reportsFolder, PLAYGROUND));
  const path = join(reportsFolder, 'index.html');
  if (known.length === 0) await rm(path, { force: true });
  else await writeWhole(path, renderIndex(summaries, { comparisons, playground, language }));
}

const summaryFile = (reportsFolder: string, name: string) => join(reportsFolder, name, 'summary.json');

const summarySchema = z.union([reportSummarySchema, comparisonSummarySchema]);
type Summary = z.infer<typeof summarySchema>;

/** Keeps what the index tells of a report or a comparison. */
export async function writeSummary(reportsFolder: string, summary: Summary): Promise<void> {
  await writeWhole(summaryFile(reportsFolder, summary.name), `${JSON.stringify(summary, null, 2)}\n`);
}

/** `null` where there is none that this version can read: the next report writes it. */
export async function readSummary(reportsFolder: string, name: string): Promise<Summary | null> {
  try {
    return summarySchema.parse(JSON.parse(await readFile(summaryFile(reportsFolder, name), 'utf8')));
  } catch {
    return null;
  }
}
