/**
 * Writes the picture and the tables of results in both READMEs from a results folder, so that no number there is
 * typed by hand:
 *
 *     npm run docs -- [results folder] [name of the plan, quick if none]
 */
import { readFile, writeFile } from 'node:fs/promises';
import { errorOverDepth } from '../src/charts/error-over-depth.ts';
import { sourceOf } from '../src/data/registry.ts';
import { mean } from '../src/evidence/statistics.ts';
import { type Text, translationsOf } from '../src/language/phrase.ts';
import type { Kind } from '../src/model/config.ts';
import { chartPicture } from '../src/reports/picture.ts';
import { ExperimentFolder, summarise } from '../src/results/experiment-folder.ts';
import type { RunResult } from '../src/results/schema.ts';

type Measure = 'train_error_pct' | 'test_error_pct';

const inEnglish = {
  depth: 'depth',
  row: (kind: Kind, measure: Measure) =>
    `${kind}, ${measure === 'train_error_pct' ? 'training' : 'test'} error %`,
  budget: (
    b: Budget,
  ) => `Preset \`${b.preset}\`, a reduced budget: ${translationsOf(b.dataset).en} at ${b.resolution}×${b.resolution}, width ${b.width},
${b.images} training images, ${b.epochs} epochs; errors after the last epoch, ${b.seeds === 1 ? 'one seed' : `means over ${b.seeds} seeds`}; engine ${b.engine}.`,
};
const inChinese: typeof inEnglish = {
  depth: '深度',
  row: (kind, measure) =>
    `${kind === 'plain' ? '普通' : '残差'}网络，${measure === 'train_error_pct' ? '训练' : '测试'}误差（%）`,
  budget: b =>
    `预设 \`${b.preset}\`，训练预算有所缩减：${translationsOf(b.dataset)['zh-CN']}，${b.resolution}×${b.resolution}，宽度 ${b.width}，${b.images} 张训练图像，` +
    `${b.epochs} 轮；误差在最后一轮之后测得，${b.seeds === 1 ? '一个随机种子' : `为 ${b.seeds} 个随机种子的均值`}；引擎 ${b.engine}。`,
};

const EXPERIMENT = 'plain-vs-residual';
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
for (const [name, language] of Object.entries({ 'README.md': inEnglish, 'README.zh-CN.md': inChinese })) {
  const readme = new URL(`../${name}`, import.meta.url);
  const text = await readFile(readme, 'utf8');
  const write = (_: string, start: string, end: string) =>
    `${start}\n${table(paperArm, language)}\n${language.budget(budgetOf(paperArm, plan.preset))}\n\n${end}`;
  await writeFile(readme, text.replace(block, write));
}

interface Budget {
  readonly preset: string;
  readonly dataset: Text;
  readonly resolution: number;
  readonly width: number;
  readonly images: string;
  readonly epochs: number;
  readonly seeds: number;
  readonly engine: string;
}

function budgetOf(finished: readonly RunResult[], preset: string): Budget {
  const { config, engine } = finished[0]!.record;
  const { data, network, recipe } = config;
  return {
    preset,
    dataset: sourceOf(data).title,
    resolution: 'resolution' in data ? data.resolution : 0,
    width: network.width,
    images: data.trainSize.toLocaleString('en'),
    epochs: recipe.epochs,
    seeds: new Set(finished.map(({ record }) => record.config.seed)).size,
    engine: engine.name,
  };
}

function table(finished: readonly RunResult[], { depth, row }: typeof inEnglish): string {
  const rows = finished.map(summarise);
  const depths = [...new Set(rows.map(row => row.depth))].sort((a, b) => a - b);
  const cell = (kind: Kind, depth: number, measure: Measure) => {
    const errors = rows.flatMap(row =>
      row.kind === kind && row.depth === depth ? (row[measure] ?? []) : [],
    );
    return errors.length > 0 ? mean(errors).toFixed(1) : '–';
  };
  const lines = (['plain', 'residual'] as const).flatMap(kind =>
    (['train_error_pct', 'test_error_pct'] as const).map(
      measure =>
        `| ${row(kind, measure)} | ${depths.map(depth => cell(kind, depth, measure)).join(' | ')} |\n`,
    ),
  );
  return `| ${depth} | ${depths.join(' | ')} |\n| --- | ${depths.map(() => '---').join(' | ')} |\n${lines.join('')}`;
}

function describe(finished: readonly RunResult[]): string {
  const rows = finished.map(summarise);
  const final = rows.map(row => `${row.kind}-${row.depth}: ${row.train_error_pct?.toFixed(1)} %`);
  return `Final training error. ${final.join(', ')}.`;
}
