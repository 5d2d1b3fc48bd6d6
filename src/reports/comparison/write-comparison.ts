import { join } from 'node:path';
import { writeWhole } from '../../atomic-file.ts';
import { translationsOf } from '../../language/phrase.ts';
import { uniqueFileName } from '../../run/id.ts';
import {
  drawPictures,
  makeReportsFolder,
  type PageOptions,
  writeIndex,
  writeSummary,
} from '../reports-folder.ts';
import { type ComparisonDefinition, renderComparison } from './comparison-report.ts';
import type { RunSet } from './matching.ts';

export interface ComparisonOptions extends PageOptions {
  readonly reportsFolder: string;
  /** Command line that repeats it. */
  readonly command: string;
}

/** Writes the page on which two sets of runs of an experiment are compared, and the index; returns the page's path. */
export async function writeComparison(
  experiment: ComparisonDefinition,
  first: RunSet,
  second: RunSet,
  { reportsFolder, command, language, pictures }: ComparisonOptions,
): Promise<string> {
  const name = uniqueFileName([`compare-${experiment.name}`, first.name, second.name]);
  const own = join(reportsFolder, name);
  await makeReportsFolder(own);
  const { html, title, answer, built } = renderComparison(experiment, first, second, {
    command,
    language,
  });
  const path = join(reportsFolder, `${name}.html`);
  await writeWhole(path, html);
  if (pictures === 'all') await drawPictures(built, own);
  await writeSummary(reportsFolder, {
    name,
    title: translationsOf(title),
    answer: translationsOf(answer),
    compared: experiment.name,
  });
  await writeIndex(reportsFolder, language);
  return path;
}
