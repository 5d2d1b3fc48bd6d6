import type { BlockRow, EpochRow, GradientRow, ResponseRow, TimingRow } from '../results/schema.ts';
import type { RunConfig } from '../run/config.ts';
import type { EpochRecord, ProbeRecord } from '../train/loop.ts';

export interface EpochRows {
  readonly epoch: EpochRow;
  readonly gradients: GradientRow[];
  readonly responses: ResponseRow[];
  readonly blocks: BlockRow[];
  readonly timing: TimingRow;
}

/** What one epoch measured, as rows of the run's tables. @param seconds wall clock of the whole epoch */
export function rowsOf(id: string, config: RunConfig, record: EpochRecord, seconds: number): EpochRows {
  const run = identityOf(id, config);
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
    gradients: gradientRows(id, config, record),
    responses: record.responses.map(({ layer, std }) => ({
      ...run,
      epoch,
      layer_index: layer.index,
      layer_name: layer.name,
      std,
    })),
    blocks: blockRows(id, config, record),
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

type Probed = Pick<ProbeRecord, 'epoch' | 'step' | 'gradients' | 'blocks'>;

/** Gradient norms of all layers, as rows. */
export function gradientRows(
  id: string,
  config: RunConfig,
  { epoch, step, gradients }: Probed,
): GradientRow[] {
  return gradients.map(({ layer, gradNorm, weightNorm }) => ({
    ...identityOf(id, config),
    epoch,
    step,
    layer_index: layer.index,
    layer_name: layer.name,
    parameter: 'kernel',
    grad_norm: gradNorm,
    weight_norm: weightNorm,
  }));
}

/** What went through the blocks, as rows. */
export function blockRows(id: string, config: RunConfig, { epoch, step, blocks }: Probed): BlockRow[] {
  return blocks.map(block => ({
    ...identityOf(id, config),
    epoch,
    step,
    block_index: block.index,
    block_name: block.name,
    output_rms: block.outputRms,
    gradient_norm: block.gradientNorm,
    residual_ratio: block.residualRatio,
    forward_error: block.forwardError,
    backward_error: block.backwardError,
    shortcut_share: block.shortcutShare,
    branch_share: block.branchShare,
    linear_error_pct: block.linearErrorPct ?? null,
  }));
}

function identityOf(id: string, { kind, depth, seed }: RunConfig) {
  return { run_id: id, kind, depth, seed };
}
