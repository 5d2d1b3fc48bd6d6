import { readFile } from 'node:fs/promises';
import { markdownTable } from '../../bench/text-table.ts';
import { experimentNames, loadExperiment } from '../../src/catalogue.ts';
import { sourceOf } from '../../src/data/registry.ts';
import type { LanguageCode } from '../../src/language/languages.ts';
import { inLanguage } from '../../src/language/phrase.ts';
import type { Kind } from '../../src/model/config.ts';
import { he2015 } from '../../src/paper/published.ts';
import { argument } from '../../src/reports/argument.ts';
import type { ClaimResult } from '../../src/results/schema.ts';
import { planRuns, variantArms } from '../../src/suite/plan.ts';
import { presetNames } from '../../src/suite/presets.ts';
import { errorsOf, minutesOf, type PublishedPlan } from './published.ts';
import { speedTable } from './speed.ts';
import { words } from './words.ts';

/** What a page in Markdown may hold between `<!-- generated: NAME -->` and `<!-- end -->`. */
export type Blocks = ReadonlyMap<string, string>;

/** All blocks in one language, from the code, what is published and the page of the benchmark. */
export async function blocksIn(language: LanguageCode, published: readonly PublishedPlan[]): Promise<Blocks> {
  const benchmark = await readFile(new URL('../../bench/results.md', import.meta.url), 'utf8');
  return new Map([
    ['results', results(language, published)],
    ['experiments', await experiments(language)],
    ['presets', await presets(language)],
    ['times', times(language, published)],
    ['verdicts', verdicts(language, published)],
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

function times(language: LanguageCode, published: readonly PublishedPlan[]): string {
  const { script, preset, runs, minutes, engine } = words[language];
  const rows = published.map(one => [
    `\`${one.experiment}\``,
    `\`${one.plan.name}\``,
    count(one.plan.runs.length),
    count(Math.round(minutesOf(one))),
    one.record.engine.name,
  ]);
  return markdownTable({
    head: [script, preset, runs, minutes, engine],
    rows: inTheirOrder(rows),
    labels: 2,
  });
}

function verdicts(language: LanguageCode, published: readonly PublishedPlan[]): string {
  const { script, preset, claim, verdict, verdicts, effect, seeds, checks } = words[language];
  const rows = published.flatMap(({ experiment, plan, claims }) =>
    claims
      .filter(({ check }) => !check)
      .map(one => [
        `\`${experiment}\``,
        `\`${plan.name}\``,
        `\`${one.id}\``,
        verdicts[one.verdict],
        effectOf(one),
        String(one.n),
      ]),
  );
  const all = published.flatMap(({ claims }) => claims.filter(({ check }) => check));
  const passed = all.filter(({ verdict }) => verdict === 'supported').length;
  const table = markdownTable({
    head: [script, preset, claim, verdict, effect, seeds],
    rows: inTheirOrder(rows),
    labels: 4,
  });
  return `${table}\n\n${checks(passed, all.length)}`;
}

/** `13.2 (10.1 to 16.3)`, in the claim's unit. */
function effectOf({ effect, ci_low, ci_high }: ClaimResult): string {
  const text = (value: number) => String(Number(value.toPrecision(3)));
  if (effect === null) return '–';
  return ci_low === null || ci_high === null
    ? text(effect)
    : `${text(effect)} (${text(ci_low)} … ${text(ci_high)})`;
}

/** Rows that begin with an experiment, as the argument has these. */
function inTheirOrder(rows: readonly string[][]): string[][] {
  const order = inOrder().map(name => `\`${name}\``);
  return rows.toSorted(([a], [b]) => order.indexOf(a!) - order.indexOf(b!));
}

/** The largest budget that is published. */
export function headline(published: readonly PublishedPlan[]): PublishedPlan {
  const own = published.filter(({ experiment }) => experiment === 'plain-vs-residual');
  const found = ['paper', 'reference', 'quick'].flatMap(
    name => own.find(({ plan }) => plan.name === name) ?? [],
  )[0];
  if (!found)
    throw new Error('nothing of plain-vs-residual is published; train and publish it, then npm run docs');
  return found;
}

function results(language: LanguageCode, published: readonly PublishedPlan[]): string {
  const found = headline(published);
  const errors = errorsOf(found);
  const { depth, errorsOf: nameOf, budget, beside } = words[language];
  const depths = [...new Set(errors.map(row => row.depth))].sort((a, b) => a - b);
  const rows = (['plain', 'residual'] as const).flatMap(kind =>
    (['train', 'test'] as const).map(measure => [
      nameOf(kind, measure),
      ...depths.map(of => {
        const row = errors.find(row => row.kind === kind && row.depth === of);
        return row ? row[measure].toFixed(1) : '–';
      }),
    ]),
  );
  const { data, network, recipe } = found.record.config;
  const sentence = budget({
    plan: found.plan.name,
    dataset: inLanguage(sourceOf(data).title, language),
    resolution: 'resolution' in data ? data.resolution : null,
    width: network.width,
    images: count(data.trainSize),
    epochs: recipe.epochs,
    seeds: new Set(found.summary.map(({ seed }) => seed)).size,
    engine: found.record.engine.name,
    runs: found.plan.runs.length,
    minutes: count(Math.round(minutesOf(found))),
  });
  const inPaper = (kind: Kind, depth: number) => he2015.errorOf(kind, depth)!.testErrorPct!;
  const paper = beside({
    plain: [inPaper('plain', 20), inPaper('plain', 56)],
    residual: [inPaper('residual', 20), inPaper('residual', 56)],
  });
  return `${markdownTable({ head: [depth, ...depths.map(String)], rows, labels: 1 })}\n\n${sentence}\n\n${paper}`;
}

function count(value: number): string {
  return value.toLocaleString('en');
}
