import { readFile } from 'node:fs/promises';
import { markdownTable } from '../../bench/text-table.ts';
import { experimentNames, loadExperiment } from '../../src/catalogue.ts';
import { sourceOf } from '../../src/data/registry.ts';
import type { LanguageCode } from '../../src/language/languages.ts';
import { inLanguage } from '../../src/language/phrase.ts';
import { argument } from '../../src/reports/argument.ts';
import { planRuns, variantArms } from '../../src/suite/plan.ts';
import { presetNames } from '../../src/suite/presets.ts';
import type { Measured } from './measured.ts';
import { speedTable } from './speed.ts';
import { words } from './words.ts';

/** What a page in Markdown may hold between `<!-- generated: NAME -->` and `<!-- end -->`. */
export type Blocks = ReadonlyMap<string, string>;

/** All blocks in one language, from the code, the numbers that were measured and the page of the benchmark. */
export async function blocksIn(language: LanguageCode, measured: Measured): Promise<Blocks> {
  const benchmark = await readFile(new URL('../../bench/results.md', import.meta.url), 'utf8');
  return new Map([
    ['results', results(language, measured)],
    ['experiments', await experiments(language)],
    ['presets', await presets(language)],
    ['times', times(language, measured)],
    ['speed', speedTable(benchmark, language)],
  ]);
}

/** Experiments as the argument has them, then those that it does not name. */
function inOrder(): string[] {
  return [...new Set([...argument.flatMap(({ experiments }) => experiments), ...experimentNames()])];
}

async function experiments(language: LanguageCode): Promise<string> {
  const { script, question } = words[language];
  const rows = inOrder().map(async name => {
    const experiment = await loadExperiment(name);
    return [`\`exp:${name}\``, inLanguage(experiment.question, language)];
  });
  return markdownTable({ head: [script, question], rows: await Promise.all(rows), labels: 2 });
}

async function presets(language: LanguageCode): Promise<string> {
  const { script, preset, runs, depths, data, examples, width, epochs, several, steps } = words[language];
  const rows: string[][] = [];
  for (const name of inOrder()) {
    const { presets } = await loadExperiment(name);
    for (const presetName of presetNames) {
      const found = presets[presetName];
      if (!found) continue;
      const planned = planRuns(found, {}, await variantArms(found)).map(({ config }) => config);
      const range = (values: readonly number[]) => {
        const sorted = [...new Set(values)].sort((a, b) => a - b);
        return sorted.length > 4
          ? several(count(sorted[0]!), count(sorted.at(-1)!))
          : sorted.map(count).join(', ');
      };
      const sources = [...new Set(planned.map(config => sourceOf(config.data)))];
      const sides = planned.flatMap(config => ('resolution' in config.data ? config.data.resolution : []));
      const titles = sources.map(source => inLanguage(source.title, language)).join(', ');
      const maxSteps = planned.flatMap(({ recipe }) => recipe.maxSteps ?? []);
      rows.push([
        `\`${name}\``,
        `\`${presetName}\``,
        count(planned.length),
        range(planned.map(({ depth }) => depth)),
        sides.length > 0
          ? `${titles}, ${[...new Set(sides)].map(side => `${side}×${side}`).join(', ')}`
          : titles,
        range(planned.map(config => config.data.trainSize)),
        range(planned.map(({ network }) => network.width)),
        maxSteps.length > 0 ? steps(range(maxSteps)) : range(planned.map(({ recipe }) => recipe.epochs)),
      ]);
    }
  }
  return markdownTable({
    head: [script, preset, runs, depths, data, examples, width, epochs],
    rows,
    labels: 8,
  });
}

function times(language: LanguageCode, measured: Measured): string {
  const { script, preset, runs, minutes, engine } = words[language];
  const rows = inOrder().flatMap(name => {
    const found = measured[name];
    if (!found) return [];
    const { plan, runs, seconds, engine } = found;
    return [[`\`${name}\``, `\`${plan}\``, count(runs), count(Math.round(seconds / 60)), engine]];
  });
  return markdownTable({ head: [script, preset, runs, minutes, engine], rows, labels: 2 });
}

function results(language: LanguageCode, measured: Measured): string {
  const found = measured['plain-vs-residual'];
  if (!found)
    throw new Error('docs/measured.json has nothing of plain-vs-residual; run it, then npm run docs');
  const { depth, errorsOf, budget } = words[language];
  const depths = [...new Set(found.errors.map(row => row.depth))].sort((a, b) => a - b);
  const rows = (['plain', 'residual'] as const).flatMap(kind =>
    (['train', 'test'] as const).map(measure => [
      errorsOf(kind, measure),
      ...depths.map(of => {
        const row = found.errors.find(row => row.kind === kind && row.depth === of);
        return row ? row[measure].toFixed(1) : '–';
      }),
    ]),
  );
  const sentence = budget({
    ...found,
    dataset: inLanguage(sourceOf(found).title, language),
    images: count(found.trainSize),
    minutes: count(Math.round(found.seconds / 60)),
  });
  return `${markdownTable({ head: [depth, ...depths.map(String)], rows, labels: 1 })}\n\n${sentence}`;
}

function count(value: number): string {
  return value.toLocaleString('en');
}
