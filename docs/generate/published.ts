import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { experimentNames } from '../../src/catalogue.ts';
import { mean } from '../../src/evidence/statistics.ts';
import { fromText } from '../../src/results/csv.ts';
import { ExperimentFolder } from '../../src/results/experiment-folder.ts';
import { groupBy } from '../../src/results/networks.ts';
import {
  type ClaimResult,
  claimResultSchema,
  type Plan,
  type RunRecord,
  type SummaryRow,
  summaryRowSchema,
} from '../../src/results/schema.ts';

/** What documentation says of results: a plan that is published, its summary and its verdicts as they lie there. */
export interface PublishedPlan {
  readonly experiment: string;
  readonly plan: Plan;
  readonly summary: readonly SummaryRow[];
  readonly claims: readonly ClaimResult[];
  /** Of the plan's first run. */
  readonly record: RunRecord;
}

export const publishedFolder = fileURLToPath(new URL('../../results/published', import.meta.url));

/** Every published plan, by experiment and by name. @throws Error for one that is damaged */
export async function publishedPlans(folder = publishedFolder): Promise<PublishedPlan[]> {
  const published: PublishedPlan[] = [];
  for (const experiment of experimentNames()) {
    const own = new ExperimentFolder(folder, experiment);
    for (const plan of await own.readPlans()) {
      const text = (name: string) => readFile(join(own.plan(plan.name).path, name), 'utf8');
      published.push({
        experiment,
        plan,
        summary: fromText(summaryRowSchema, await text('summary.csv'), `${experiment}/${plan.name}`),
        claims: z.array(claimResultSchema).parse(JSON.parse(await text('claims.json'))),
        record: (await own.run(plan.runs[0]!.id).readRecord())!,
      });
    }
  }
  return published;
}

/** Of all runs together, in minutes of one process. */
export function minutesOf({ summary }: PublishedPlan): number {
  return summary.reduce((sum, { wall_seconds }) => sum + (wall_seconds ?? 0), 0) / 60;
}

/** Final errors of a network in percent, means over seeds. */
export interface NetworkErrors extends Pick<SummaryRow, 'kind' | 'depth'> {
  readonly train: number;
  readonly test: number;
}

/** Of the networks without additions that finished. */
export function errorsOf({ summary }: PublishedPlan): NetworkErrors[] {
  const own = summary.filter(({ variant, status }) => variant === 'paper' && status === 'finished');
  return [...groupBy(own, ({ kind, depth }) => `${kind}-${depth}`).values()].map(rows => ({
    kind: rows[0]!.kind,
    depth: rows[0]!.depth,
    train: mean(rows.map(row => row.train_error_pct!)),
    test: mean(rows.map(row => row.test_error_pct!)),
  }));
}
