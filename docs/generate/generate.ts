/**
 * Writes the tables and pictures of both READMEs and of docs/, so that no number there is typed by hand: from the code,
 * from `bench/results.md`, and from `results/published/`; and the JSON Schema of results.
 *
 *     npm run docs
 */
import { writeFile } from 'node:fs/promises';
import { errorOverDepth } from '../../src/charts/error-over-depth.ts';
import { languageCodes } from '../../src/language/languages.ts';
import { chartPicture } from '../../src/reports/picture.ts';
import { ExperimentFolder, summarise } from '../../src/results/experiment-folder.ts';
import { blocksIn, headline } from './blocks.ts';
import { readPages, root, withBlocks } from './pages.ts';
import { publishedFolder, publishedPlans } from './published.ts';
import { schemaFile } from './schema.ts';

const published = await publishedPlans();
const { experiment, plan } = headline(published);
const runs = await new ExperimentFolder(publishedFolder, experiment).readRuns(plan.runs.map(({ id }) => id));
const own = runs.filter(run => summarise(run).variant === 'paper');
for (const language of languageCodes) {
  const drawn = await chartPicture(errorOverDepth(), own, { language });
  if (drawn) await writeFile(new URL(`docs/pictures/error-over-depth.${language}.svg`, root), drawn);
}
const schema = schemaFile();
await writeFile(schema.file, schema.text);
const pages = readPages();
for (const language of languageCodes) {
  const blocks = await blocksIn(language, published);
  for (const page of pages.filter(page => page.language === language)) {
    const written = withBlocks(page, blocks);
    if (written !== page.text) await writeFile(new URL(page.path, root), written);
  }
}
