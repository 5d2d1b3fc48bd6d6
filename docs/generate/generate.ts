/**
 * Writes the tables and pictures of both READMEs and of docs/, so that no number there is typed by hand: from the code,
 * from `bench/results.md`, and from results, whose numbers are kept in `docs/measured.json`; and the JSON Schema of results.
 *
 *     npm run docs -- [results folder, results if none] [name of the plans, quick if none]
 */
import { writeFile } from 'node:fs/promises';
import { errorOverDepth } from '../../src/charts/error-over-depth.ts';
import { languageCodes } from '../../src/language/languages.ts';
import { chartPicture } from '../../src/reports/picture.ts';
import { summarise } from '../../src/results/experiment-folder.ts';
import type { RunResult } from '../../src/results/schema.ts';
import { blocksIn } from './blocks.ts';
import { endedPlans, measuredFile, measuredOf, readMeasured } from './measured.ts';
import { readPages, root, withBlocks } from './pages.ts';
import { schemaFile } from './schema.ts';

const [results = 'results', planName = 'quick'] = process.argv.slice(2);
const measured = await readMeasured();
for await (const { name, plan, runs } of endedPlans(results, planName)) {
  measured[name] = measuredOf(plan, runs);
  if (name === 'plain-vs-residual') await drawErrors(runs);
}
const { file, text } = measuredFile(measured);
await writeFile(file, text);
const schema = schemaFile();
await writeFile(schema.file, schema.text);
const pages = readPages();
for (const language of languageCodes) {
  const blocks = await blocksIn(language, measured);
  for (const page of pages.filter(page => page.language === language)) {
    const written = withBlocks(page, blocks);
    if (written !== page.text) await writeFile(new URL(page.path, root), written);
  }
}

async function drawErrors(runs: readonly RunResult[]): Promise<void> {
  const own = runs.filter(run => summarise(run).variant === 'paper');
  for (const language of languageCodes) {
    const drawn = await chartPicture(errorOverDepth(), own, { language });
    if (drawn) await writeFile(new URL(`docs/pictures/error-over-depth.${language}.svg`, root), drawn);
  }
}
