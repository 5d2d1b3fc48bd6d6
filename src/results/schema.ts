import { z } from 'zod';
import { type ProbeTables, probeTables } from '../probes/registry.ts';
import { runConfigSchema } from '../run/config.ts';
import { identityColumns } from '../run/identity.ts';
import type { Predictions } from './predictions.ts';

/** Version of everything below; a results folder written by a newer one is refused, never rewritten. */
export const RESULTS_SCHEMA = 2;

/** `run.json`: what ran, where, on what, and how it ended. */
export const runRecordSchema = z.strictObject({
  schema: z.literal(RESULTS_SCHEMA),
  id: z.string(),
  experiment: z.string(),
  config: runConfigSchema,
  status: z.enum(['running', 'finished', 'diverged', 'failed']),
  /** Trainable parameters. */
  parameters: z.int(),
  engine: z.strictObject({
    name: z.string(),
    device: z.string(),
    threads: z.int(),
    /** What decides the last digit of its numbers: only runs of equal arithmetic are resumed and paired. */
    arithmetic: z.string(),
    versions: z.record(z.string(), z.string()),
  }),
  dataset: z.strictObject({
    name: z.string(),
    /** Of the decoded files, in order; of the generator's output for `synthetic`. */
    sha256: z.string(),
    /** How many there are to tell apart; guessing errs on 1 − 1/classes of the examples. */
    classes: z.int(),
    train: z.int(),
    val: z.int(),
    test: z.int(),
  }),
  source: z.strictObject({ commit: z.string(), dirty: z.boolean() }),
  /** ISO 8601. */
  started: z.string(),
  finished: z.string().nullable(),
  wall_seconds: z.number().nullable(),
  /** The epoch whose weights were the run's result, where that is not the last one: early stopping. */
  restored_epoch: z.int().optional(),
  error: z.string().optional(),
});
export type RunRecord = z.infer<typeof runRecordSchema>;
/** How a run ended. */
export type RunOutcome = Exclude<RunRecord['status'], 'running'>;

/** Errors are percentages. Epoch 0 is before training; a number that was not measured is an empty cell. */
export const epochRowSchema = z.strictObject({
  ...identityColumns,
  epoch: z.number(),
  step: z.number(),
  learning_rate: z.number(),
  /** Mean cross-entropy over the epoch's batches, augmented, in training mode; empty at epoch 0. */
  batch_loss: z.number().nullable(),
  train_loss: z.number(),
  train_error_pct: z.number(),
  /** Empty where no image is kept for validation. */
  val_error_pct: z.number().nullable(),
  test_loss: z.number(),
  test_error_pct: z.number(),
});
export type EpochRow = z.infer<typeof epochRowSchema>;

export type GradientRow = z.infer<ProbeTables['gradients']>;
export type ResponseRow = z.infer<ProbeTables['responses']>;
export type BlockRow = z.infer<ProbeTables['blocks']>;
export type LesionRow = z.infer<ProbeTables['lesions']>;
export type ShatteringRow = z.infer<ProbeTables['shattering']>;
export type LandscapeRow = z.infer<ProbeTables['landscape']>;
export type LinearClassifierRow = z.infer<ProbeTables['linear-classifiers']>;

/** Wall-clock numbers, kept apart because they differ between equal runs. */
export const timingRowSchema = z.strictObject({
  epoch: z.number(),
  /** Whole epoch, all of the columns below included. */
  seconds: z.number(),
  train_seconds: z.number(),
  evaluation_seconds: z.number(),
  probe_seconds: z.number(),
  /** Of training alone. */
  images_per_second: z.number(),
  rss_mb: z.number(),
});
export type TimingRow = z.infer<typeof timingRowSchema>;

/** One line per run in `results/<experiment>/summary.csv`: epochs trained, and the final numbers of finished runs. */
export const summaryRowSchema = z.strictObject({
  ...identityColumns,
  /** Words that set the arm apart, `paper` for none. */
  variant: z.string(),
  status: runRecordSchema.shape.status,
  parameters: z.number(),
  epochs: z.number(),
  train_error_pct: z.number().nullable(),
  val_error_pct: z.number().nullable(),
  test_error_pct: z.number().nullable(),
  train_loss: z.number().nullable(),
  test_loss: z.number().nullable(),
  wall_seconds: z.number().nullable(),
});
export type SummaryRow = z.infer<typeof summaryRowSchema>;

/** One sentence that a report tested; an array of these is `results/<experiment>/claims.json`. */
export const claimResultSchema = z.strictObject({
  id: z.string(),
  statement: z.string(),
  verdict: z.enum(['supported', 'refuted', 'inconclusive']),
  /** In `unit`; null where there was nothing to measure yet. */
  effect: z.number().nullable(),
  ci_low: z.number().nullable(),
  ci_high: z.number().nullable(),
  unit: z.string(),
  /** Seeds (or pairs of seeds) behind the effect. */
  n: z.int(),
  /** How the verdict follows from the rows, in words. */
  rule: z.string(),
  /** Follows from how networks are made: only a mistake could refute it. */
  check: z.literal(true).optional(),
  /** Runs of the plan have not ended yet: what is said may still change. */
  provisional: z.literal(true).optional(),
  /** The plan was given more seeds after a verdict had been seen: exploratory. */
  extended: z.literal(true).optional(),
});
export type ClaimResult = z.infer<typeof claimResultSchema>;

/** `results/<experiment>/plans/<name>/plan.json`: which runs a report is about, and how they were asked for. */
export const planSchema = z.strictObject({
  schema: z.literal(RESULTS_SCHEMA),
  /** The preset, and a hash of what the command line changed in it: `quick`, `quick-0baeb94f`. */
  name: z.string().regex(/^[a-z]+(-[0-9a-f]{8})?$/),
  experiment: z.string(),
  preset: z.string(),
  /** Command line that repeats it. */
  command: z.string(),
  /** In the order of starting. */
  runs: z.array(z.strictObject({ id: z.string(), config: runConfigSchema })),
  /** More seeds were added after a verdict on fewer had been seen. */
  extended: z.literal(true).optional(),
  /** That all who train it share; absent where nobody has asked for one. */
  arithmetic: z.string().optional(),
});
export type Plan = z.infer<typeof planSchema>;

/** The CSV files of a run's folder and the shape of their rows; column order is key order. */
export const runTables = {
  epochs: epochRowSchema,
  ...probeTables,
  timing: timingRowSchema,
} as const;
export type RunTable = keyof typeof runTables;

/** The rows of all tables; of probes that the run did not ask for there are none. */
export type RunRows = { readonly [T in RunTable]: readonly z.infer<(typeof runTables)[T]>[] };

/** One table's rows of one moment. */
export type TableRows = readonly [table: RunTable, rows: readonly Readonly<Record<string, unknown>>[]];

/** Of a run that measured nothing yet. */
export const noRows = Object.fromEntries(
  Object.keys(runTables).map(name => [name, []]),
) as unknown as RunRows;

/** All that a run left in its folder. */
export interface RunResult extends RunRows {
  /** The name of its set, where runs of one configuration are compared: it sets them apart as a variant does. */
  readonly set?: string;
  readonly record: RunRecord;
  /** Of its result, once there is one; absent in runs of before they were kept. */
  readonly predictions?: Predictions;
}
