import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { variantParts } from '../run/variant.ts';
import { headerLine, toLines } from './csv.ts';
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

/** `results/<experiment>/`: its runs, and what sums them up. */
export class ExperimentFolder {
  readonly path: string;

  constructor(resultsFolder: string, experiment: string) {
    this.path = join(resultsFolder, experiment);
  }

  run(id: string): RunFolder {
    return new RunFolder(this.path, id);
  }

  /** Names of the folders that may hold runs; empty when there is nothing yet. */
  async runIds(): Promise<string[]> {
    try {
      const entries = await readdir(this.path, { withFileTypes: true });
      return entries.filter(entry => entry.isDirectory()).map(entry => entry.name);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw error;
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

  async writePlan(plan: Plan): Promise<void> {
    await mkdir(this.path, { recursive: true });
    await writeFileAtomic(join(this.path, 'plan.json'), `${JSON.stringify(plan, null, 2)}\n`);
  }

  /** The plan of the latest start; null before the first. @throws Error when the file is damaged */
  async readPlan(): Promise<Plan | null> {
    const path = join(this.path, 'plan.json');
    try {
      return planSchema.parse(JSON.parse(await readFile(path, 'utf8')));
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw new Error(`${path} is damaged; run the experiment again to write it anew`, { cause });
    }
  }

  async writeSummary(runs: readonly RunResult[]): Promise<void> {
    const lines = headerLine(summaryRowSchema) + toLines(summaryRowSchema, runs.map(summarise));
    await writeFileAtomic(join(this.path, 'summary.csv'), lines);
  }

  async writeClaims(claims: readonly ClaimResult[]): Promise<void> {
    await writeFileAtomic(join(this.path, 'claims.json'), `${JSON.stringify(claims, null, 2)}\n`);
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
