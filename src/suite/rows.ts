import type { ProbedRows, ProbeName } from '../probes/registry.ts';
import type { PredictedSplit, Predictions } from '../results/predictions.ts';
import { type EpochRow, runTables, type TableRows, type TimingRow } from '../results/schema.ts';
import type { RunConfig } from '../run/config.ts';
import { identityOf } from '../run/identity.ts';
import type { Answers } from '../train/evaluate.ts';
import type { EpochRecord, ProbeRecord } from '../train/loop.ts';

/** What one epoch measured, as rows of the run's tables. @param seconds wall clock of the whole epoch */
export function rowsOf(id: string, config: RunConfig, record: EpochRecord, seconds: number): TableRows[] {
  const { epoch, step } = record;
  const errors: EpochRow = {
    ...identityOf(id, config),
    epoch,
    step,
    learning_rate: record.learningRate,
    batch_loss: record.batchLoss,
    train_loss: record.trainLoss,
    train_error_pct: record.trainErrorPct,
    val_error_pct: record.valErrorPct,
    test_loss: record.testLoss,
    test_error_pct: record.testErrorPct,
  };
  const timing: TimingRow = {
    epoch,
    seconds,
    train_seconds: record.trainSeconds,
    evaluation_seconds: record.evaluationSeconds,
    probe_seconds: record.probeSeconds,
    images_per_second: record.trainSeconds > 0 ? record.imagesTrained / record.trainSeconds : 0,
    rss_mb: process.memoryUsage.rss() / 2 ** 20,
  };
  return [['epochs', [errors]], ...probeRows(id, config, record), ['timing', [timing]]];
}

/** What the network said of single examples; `null` after epochs whose weights are not the run's result. */
export function predictionsOf({ epoch, answers }: EpochRecord): Predictions | null {
  return answers && { epoch, train: byIndex(answers.train), test: byIndex(answers.test) };
}

function byIndex({ numbers, labels, predicted }: Answers): PredictedSplit {
  const index = Int32Array.from(labels, (_, i) => numbers?.[i] ?? i);
  const order = Int32Array.from(index.keys()).sort((a, b) => index[a]! - index[b]!);
  const inOrder = (column: Int32Array) => order.map(i => column[i]!);
  return { index: inOrder(index), label: inOrder(labels), predicted: inOrder(predicted) };
}

/** What probes measured, as rows of their tables. */
export function probeRows(
  id: string,
  config: RunConfig,
  { epoch, step, rows }: Pick<ProbeRecord, 'epoch' | 'step' | 'rows'>,
): TableRows[] {
  return (Object.keys(rows) as ProbeName[]).map(name => {
    const position = 'step' in runTables[name].shape ? { epoch, step } : { epoch };
    const measured: readonly object[] = (rows as Required<ProbedRows>)[name];
    return [name, measured.map(row => ({ ...identityOf(id, config), ...position, ...row }))];
  });
}
