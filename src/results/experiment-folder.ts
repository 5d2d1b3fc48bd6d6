import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import stringify from 'json-stringify-pretty-compact';
import { anyWriter, type FileWriter } from '../atomic-file.ts';
import { variantParts } from '../run/variant.ts';
import { headerLine, toLines } from './csv.ts';
import { PlanFolder } from './plan-folder.ts';
import { RunFolder } from './run-folder.ts';
import {
  type ClaimResult,
  type EpochRow,
  type Plan,
  planSchema,
  type RunResult,
  type SummaryRow,
  summaryRowSchema,
} from './schema.ts';

/** No run's configuration is longer, in characters. */
const LINE = 4000;

/** `results/<experiment>/`: its runs, and what sums them up. */
export class ExperimentFolder {
  readonly path: string;

  constructor(resultsFolder: string, experiment: string) {
    this.path = join(resultsFolder, experiment);
  }

  run(id: string): RunFolder {
    return new RunFolder(this.path, id);
  }

  /** Names of all folders: of runs, also of those that somebody has taken and has not begun yet, and of what lies beside them. */
  async folderNames(): Promise<string[]> {
    return foldersIn(this.path);
  }

  /** Names of the folders that hold runs; empty when there is nothing yet. */
  async runIds(): Promise<string[]> {
    const names = await this.folderNames();
    // Not all do: others have plans, or runs that were set aside or replaced.
    const held = await Promise.all(names.map(name => this.run(name).exists()));
    return names.filter((_, i) => held[i]);
  }

  /**
   * Moves all that a run has left to a folder of its own in `set-aside/`, where nobody looks for runs.
   *
   * @param label says why, as a part of the folder's name
   * @returns the path of that folder
   */
  async setAside(id: string, label: string, files: FileWriter = anyWriter): Promise<string> {
    const folder = join(this.path, 'set-aside');
    await mkdir(folder, { recursive: true });
    const name = `${id}-${label.replaceAll(/[^\w.-]+/g, '-')}`;
    for (let n = 1; ; n++) {
      const path = join(folder, n === 1 ? name : `${name}-${n}`);
      try {
        await mkdir(path);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'EEXIST') continue;
        throw error;
      }
      await this.run(id).through(files).moveTo(path);
      return path;
    }
  }

  /** All runs with these ids that have left something, in the order given. */
  async readRuns(ids: readonly string[]): Promise<RunResult[]> {
    const runs: RunResult[] = [];
    for (const id of ids) {
      const run = await this.run(id).read();
      if (run) runs.push(run);
    }
    return runs;
  }

  /** What the plan of this name left beside its runs. */
  plan(name: string): PlanFolder {
    return new PlanFolder(join(this.path, PLANS, name));
  }

  /** Makes a plan the latest. */
  async writePlan(plan: Plan, files: FileWriter = anyWriter): Promise<void> {
    // A line a run: a third as long, and a difference between two plans is seen.
    const text = `${stringify(planSchema.parse(plan), { maxLength: LINE })}\n`;
    await this.plan(plan.name).write('plan.json', text, files);
    await this.#latest.write('plan.json', text, files);
  }

  /**
   * The plan of the latest start; where none is named, as in what is published, the only one that there is; else null.
   *
   * @throws as `PlanFolder.readPlan`
   */
  async readPlan(): Promise<Plan | null> {
    const latest = await this.#latest.readPlan();
    if (latest) return latest;
    const plans = await this.readPlans();
    return plans.length === 1 ? plans[0]! : null;
  }

  /** Names no plan as the latest any more, and removes the copies of what came out of it. */
  async forgetLatest(): Promise<void> {
    for (const name of ['plan.json', 'summary.csv', 'claims.json'])
      await rm(join(this.path, name), { force: true });
  }

  /** Every plan that was started, by name. @throws as `PlanFolder.readPlan` */
  async readPlans(): Promise<Plan[]> {
    const names = await foldersIn(join(this.path, PLANS));
    const plans = await Promise.all(names.sort().map(name => this.plan(name).readPlan()));
    return plans.filter(plan => plan !== null);
  }

  /** Leaves what came out of a plan in its folder; that of the latest plan, in the folder of the experiment too. */
  async writeOutcome(
    { name }: Pick<Plan, 'name'>,
    runs: readonly RunResult[],
    claims: readonly ClaimResult[],
  ): Promise<void> {
    const summary = headerLine(summaryRowSchema) + toLines(summaryRowSchema, runs.map(summarise));
    const latest = await this.#latest.readPlan();
    for (const folder of [this.plan(name), ...(latest?.name === name ? [this.#latest] : [])]) {
      await folder.write('summary.csv', summary);
      await folder.write('claims.json', `${JSON.stringify(claims, null, 2)}\n`);
    }
  }

  get #latest(): PlanFolder {
    return new PlanFolder(this.path);
  }
}

/** Where plans have their folders, among those of runs. */
export const PLANS = 'plans';
/** Where finished runs are kept until the same runs have been trained again. */
export const REPLACED = 'replaced';

async function foldersIn(path: string): Promise<string[]> {
  try {
    const entries = await readdir(path, { withFileTypes: true });
    return entries.filter(entry => entry.isDirectory()).map(entry => entry.name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** The epoch whose numbers are the run's: the last one, or the one whose weights were restored. */
export function resultRow({ record, epochs }: Pick<RunResult, 'record' | 'epochs'>): EpochRow | undefined {
  const { restored_epoch: restored } = record;
  return restored === undefined ? epochs.at(-1) : epochs.find(({ epoch }) => epoch === restored);
}

/**
 * Numbers of the epoch that counts, of a finished run; others have no final numbers, however far they came. The variant is
 * `paper` for the arm without additions.
 */
export function summarise(run: RunResult): SummaryRow {
  const { record, epochs } = run;
  const result = record.status === 'finished' ? resultRow(run) : undefined;
  const { kind, depth, seed } = record.config;
  return {
    run_id: record.id,
    kind,
    depth,
    seed,
    variant: variantParts(record.config).join(' + ') || 'paper',
    status: record.status,
    parameters: record.parameters,
    epochs: epochs.at(-1)?.epoch ?? 0,
    train_error_pct: result?.train_error_pct ?? null,
    val_error_pct: result?.val_error_pct ?? null,
    test_error_pct: result?.test_error_pct ?? null,
    train_loss: result?.train_loss ?? null,
    test_loss: result?.test_loss ?? null,
    wall_seconds: record.wall_seconds,
  };
}
