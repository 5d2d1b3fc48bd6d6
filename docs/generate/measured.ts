import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { experimentNames } from '../../src/catalogue.ts';
import { mean } from '../../src/evidence/statistics.ts';
import { ExperimentFolder, summarise } from '../../src/results/experiment-folder.ts';
import { groupBy } from '../../src/results/networks.ts';
import type { Plan, RunResult } from '../../src/results/schema.ts';

const errorsSchema = z.strictObject({
  kind: z.enum(['plain', 'residual']),
  depth: z.int(),
  /** Final errors in percent, means over seeds. */
  train: z.number(),
  test: z.number(),
});

const measuredSchema = z.record(
  z.string(),
  z.strictObject({
    plan: z.string(),
    engine: z.string(),
    runs: z.int(),
    /** Of all runs together. */
    seconds: z.number(),
    dataset: z.string(),
    /** Pixels a side; null where examples are no images. */
    resolution: z.int().nullable(),
    width: z.int(),
    trainSize: z.int(),
    epochs: z.int(),
    seeds: z.int(),
    /** Of the variant `paper`. */
    errors: z.array(errorsSchema),
  }),
);

/** What documentation says of results, by experiment: all numbers there come from it. */
export type Measured = z.output<typeof measuredSchema>;
export type MeasuredExperiment = Measured[string];

const file = new URL('../measured.json', import.meta.url);

/** What `docs/measured.json` holds. @throws Error where it is not what `npm run docs` writes */
export async function readMeasured(): Promise<Measured> {
  return measuredSchema.parse(JSON.parse(await readFile(file, 'utf8')));
}

/** The content of `docs/measured.json`, and where it belongs. */
export function measuredFile(measured: Measured): { readonly file: URL; readonly text: string } {
  const sorted = Object.fromEntries(Object.entries(measured).sort(([a], [b]) => (a < b ? -1 : 1)));
  return { file, text: `${JSON.stringify(sorted, null, 2)}\n` };
}

/** Runs of the experiments of which a results folder holds a plan that has ended, in the order of their names. */
export async function* endedPlans(results: string, planName: string) {
  for (const name of experimentNames()) {
    const folder = new ExperimentFolder(results, name);
    const plan = await folder.plan(planName).readPlan();
    if (!plan) continue;
    const runs = await folder.readRuns(plan.runs.map(({ id }) => id));
    const ended = runs.filter(({ record }) => record.status === 'finished' || record.status === 'diverged');
    if (ended.length === plan.runs.length) yield { name, plan, runs };
    else console.log(`${name}: ${ended.length} of ${plan.runs.length} runs have ended; left as it was`);
  }
}

/** Numbers of a plan that has ended. */
export function measuredOf({ name }: Plan, runs: readonly RunResult[]): MeasuredExperiment {
  const { config, engine, dataset } = runs[0]!.record;
  const { data, network, recipe } = config;
  return {
    plan: name,
    engine: engine.name,
    runs: runs.length,
    seconds: Math.round(runs.reduce((sum, { record }) => sum + (record.wall_seconds ?? 0), 0)),
    dataset: dataset.name,
    resolution: 'resolution' in data ? data.resolution : null,
    width: network.width,
    trainSize: data.trainSize,
    epochs: recipe.epochs,
    seeds: new Set(runs.map(({ record }) => record.config.seed)).size,
    errors: errorsOf(runs),
  };
}

function errorsOf(runs: readonly RunResult[]): MeasuredExperiment['errors'] {
  const own = runs.map(summarise).filter(row => row.variant === 'paper');
  const networks = groupBy(own, row => `${row.kind}-${row.depth}`);
  return [...networks.values()].flatMap(rows => {
    const [train, test] = (['train_error_pct', 'test_error_pct'] as const).map(measure =>
      rows.flatMap(row => row[measure] ?? []),
    );
    const { kind, depth } = rows[0]!;
    if (train!.length === 0) return [];
    return { kind, depth, train: Number(mean(train!).toFixed(2)), test: Number(mean(test!).toFixed(2)) };
  });
}
