import type { EpochRow, GradientRow, ResponseRow, TimingRow } from '../results/schema.ts';
import type { RunConfig } from '../run.ts';
import type { EpochRecord } from '../train/loop.ts';

export interface EpochRows {
  readonly epoch: EpochRow;
  readonly gradients: GradientRow[];
  readonly responses: ResponseRow[];
  readonly timing: TimingRow;
}

/** What one epoch measured, as rows of the run's tables. @param seconds wall clock of the whole epoch */
export function rowsOf(
  id: string,
  { kind, depth, seed }: RunConfig,
  record: EpochRecord,
  seconds: number,
): EpochRows {
  const run = { run_id: id, kind, depth, seed };
  const { epoch, step } = record;
  return {
    epoch: {
      ...run,
      epoch,
      step,
      learning_rate: record.learningRate,
      batch_loss: record.batchLoss,
      train_loss: record.trainLoss,
      train_error_pct: record.trainErrorPct,
      val_error_pct: record.valErrorPct,
      test_loss: record.testLoss,
      test_error_pct: record.testErrorPct,
    },
    gradients: record.gradients.map(({ layer, gradNorm, weightNorm }) => ({
      ...run,
      epoch,
      step,
      layer_index: layer.index,
      layer_name: layer.name,
      parameter: 'kernel',
      grad_norm: gradNorm,
      weight_norm: weightNorm,
    })),
    responses: record.responses.map(({ layer, std }) => ({
      ...run,
      epoch,
      layer_index: layer.index,
      layer_name: layer.name,
      std,
    })),
    timing: {
      epoch,
      seconds,
      train_seconds: record.trainSeconds,
      evaluation_seconds: record.evaluationSeconds,
      probe_seconds: record.probeSeconds,
      images_per_second: record.trainSeconds > 0 ? record.imagesTrained / record.trainSeconds : 0,
      rss_mb: process.memoryUsage.rss() / 2 ** 20,
    },
  };
}
