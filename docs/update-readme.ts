/**
 * Writes the picture and the table of results in README.md from a results folder, so that no number there is
 * typed by hand:
 *
 *     npm run docs -- [results folder] [name of the plan, quick if none]
 */
import { readFile, writeFile } from 'node:fs/promises';
import { sourceOf } from '../src/data/registry.ts';
import { errorOverDepth } from '../src/report/charts/error-over-depth.ts';
import { chartPicture } from '../src/report/picture.ts';
import { mean } from '../src/report/statistics.ts';
import { ExperimentFolder, summarise } from '../src/results/experiment-folder.ts';
import type { RunResult } from '../src/results/schema.ts';

const EXPERIMENT = 'plain-vs-residual';
const readme = new URL('../README.md', import.meta.url);
const picture = new URL('error-over-depth.svg', import.meta.url);
const block = /(<!-- results: .* -->\n)[\s\S]*?(<!-- end of results -->)/;

const folder = new ExperimentFolder(process.argv[2] ?? 'results', EXPERIMENT);
const name = process.argv[3] ?? 'quick';
const plan = await folder.plan(name).readPlan();
if (!plan) throw new Error(`${folder.path} has no results of the plan ${name}; run the experiment first`);
const runs = await folder.readRuns(plan.runs.map(({ id }) => id));
const paperArm = runs.filter(
  ({ record }) => record.status === 'finished' && record.config.regularizers.length === 0,
);

const drawn = await chartPicture(errorOverDepth(), paperArm, { description: describe(paperArm) });
if (!drawn) throw new Error(`nothing has finished in ${folder.path}`);
await writeFile(picture, drawn);
const text = await readFile(readme, 'utf8');
await writeFile(
  readme,
  text.replace(block, (_, start: string, end: string) => `${start}${section(paperArm, plan.preset)}${end}`),
);

function section(finished: readonly RunResult[], preset: string): string {
  const rows = finished.map(summarise);
  const depths = [...new Set(rows.map(row => row.depth))].sort((a, b) => a - b);
  const cell = (kind: string, depth: number, measure: 'train_error_pct' | 'test_error_pct') => {
    const errors = rows.flatMap(row =>
      row.kind === kind && row.depth === depth ? (row[measure] ?? []) : [],
    );
    return errors.length > 0 ? mean(errors).toFixed(1) : '–';
  };
  const lines = (['plain', 'residual'] as const).flatMap(kind =>
    (['train_error_pct', 'test_error_pct'] as const).map(measure => {
      const name = `${kind}, ${measure === 'train_error_pct' ? 'training' : 'test'} error %`;
      return `| ${name} | ${depths.map(depth => cell(kind, depth, measure)).join(' | ')} |`;
    }),
  );
  const { config, engine } = finished[0]!.record;
  const seeds = new Set(rows.map(row => row.seed)).size;
  const { data, network, recipe } = config;
  return `
| depth | ${depths.join(' | ')} |
| --- | ${depths.map(() => '---').join(' | ')} |
${lines.join('\n')}

Preset \`${preset}\`, a reduced budget: ${sourceOf(data).title} at ${data.resolution}×${data.resolution}, width ${network.width},
${data.trainSize.toLocaleString('en')} training images, ${recipe.epochs} epochs; errors after the last epoch, ${seeds === 1 ? 'one seed' : `means over ${seeds} seeds`}; engine ${engine.name}.

`;
}

function describe(finished: readonly RunResult[]): string {
  const rows = finished.map(summarise);
  const final = rows.map(row => `${row.kind}-${row.depth}: ${row.train_error_pct?.toFixed(1)} %`);
  return `Final training error. ${final.join(', ')}.`;
}
