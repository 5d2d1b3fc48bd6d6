import type { Batch, Examples, Splits } from '../data/index.ts';
import type { Probe, ProbeSubject } from '../probes/probe.ts';
import type { ProbedRows, ProbeName } from '../probes/registry.ts';
import { type Answers, evaluate } from './evaluate.ts';

/** All numbers of one epoch's end. */
export interface Measurement {
  readonly trainLoss: number;
  readonly trainErrorPct: number;
  /** `null` where there are no validation images. */
  readonly valErrorPct: number | null;
  readonly testLoss: number;
  readonly testErrorPct: number;
  /** What the errors are counted from. */
  readonly answers: { readonly train: Answers; readonly test: Answers };
  /** Of the probes that measure at this moment. */
  readonly rows: ProbedRows;
  readonly probeSeconds: number;
  readonly evaluationSeconds: number;
}

/** Lets probes measure and evaluates on all splits; `null` where one number is none any more. */
export async function measure(
  subject: ProbeSubject,
  probes: readonly Probe<ProbeName>[],
): Promise<Measurement | null> {
  const { network, splits, evaluation } = subject;
  const start = performance.now();
  const rows = await probed(subject, probes);
  const between = performance.now();
  const train = await evaluate(network, splits.trainEval, evaluation);
  const val = splits.val && (await evaluate(network, splits.val, evaluation));
  const test = await evaluate(network, splits.test, evaluation);
  if (!rows || ![train.loss, val?.loss ?? 0, test.loss].every(Number.isFinite)) return null;
  return {
    trainLoss: train.loss,
    trainErrorPct: train.errorPct,
    valErrorPct: val?.errorPct ?? null,
    testLoss: test.loss,
    testErrorPct: test.errorPct,
    answers: { train: train.answers, test: test.answers },
    rows,
    probeSeconds: (between - start) / 1000,
    evaluationSeconds: (performance.now() - between) / 1000,
  };
}

/** With what probes say that take too long for every epoch; `null` where one number is none. */
export async function measureMore(
  measured: Measurement,
  subject: ProbeSubject,
  probes: readonly Probe<ProbeName>[],
): Promise<Measurement | null> {
  const start = performance.now();
  const rows = await probed(subject, probes);
  const seconds = (performance.now() - start) / 1000;
  return (
    rows && {
      ...measured,
      rows: { ...measured.rows, ...rows },
      probeSeconds: measured.probeSeconds + seconds,
    }
  );
}

/** The rows of some probes, in their order; `null` where a number is none. */
export async function probed(
  subject: ProbeSubject,
  probes: readonly Probe<ProbeName>[],
): Promise<ProbedRows | null> {
  const all: Record<string, readonly Record<string, unknown>[]> = {};
  for (const probe of probes) {
    const rows = await probe.measure(subject);
    const numbers = rows.flatMap(row => Object.values(row).filter(value => typeof value === 'number'));
    if (!numbers.every(Number.isFinite)) return null;
    all[probe.name] = rows;
  }
  return all as ProbedRows;
}

/** The batch that probes look at: always the same images, not augmented. The caller disposes it. */
export function probeBatchOf(splits: Splits, size: number): Promise<Batch> {
  return firstOf(splits.trainEval, size);
}

/** The caller disposes of it. */
export async function firstOf(examples: Examples, size: number): Promise<Batch> {
  for await (const batch of examples.batches(size)) return batch;
  throw new Error('there is no example');
}
