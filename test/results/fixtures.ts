import {
  type BlockRow,
  type EpochRow,
  type GradientRow,
  RESULTS_SCHEMA,
  type ResponseRow,
  type RunRecord,
  type TimingRow,
} from '../../src/results/schema.ts';
import { runId } from '../../src/run/id.ts';
import { tinyConfig } from '../suite/fixtures.ts';

export const id = runId(tinyConfig);
const identity = { run_id: id, kind: 'residual', depth: 8, seed: 1 } as const;

export function record(changes: Partial<RunRecord> = {}): RunRecord {
  return {
    schema: RESULTS_SCHEMA,
    id,
    experiment: 'tiny',
    config: tinyConfig,
    status: 'finished',
    parameters: 5006,
    engine: { name: 'wasm', device: 'cpu', threads: 1, arithmetic: 'wasm', versions: { node: '20.19.0' } },
    dataset: { name: 'synthetic', sha256: 'ab', classes: 10, train: 400, val: 50, test: 50 },
    source: { commit: 'unknown', dirty: false },
    started: '2026-11-24T04:06:26.055Z',
    finished: '2026-11-24T04:06:29.588Z',
    wall_seconds: 1.425,
    ...changes,
  };
}

export function epochRow(epoch: number, changes: Partial<EpochRow> = {}): EpochRow {
  return {
    ...identity,
    epoch,
    step: 10 * epoch,
    learning_rate: 0.05,
    batch_loss: epoch === 0 ? null : 2.5,
    train_loss: 2.25,
    train_error_pct: 90 - epoch,
    val_error_pct: 90,
    test_loss: 2.75,
    test_error_pct: 91 - epoch,
    ...changes,
  };
}

export const gradientRow: GradientRow = {
  ...identity,
  epoch: 0,
  step: 0,
  layer_index: 0,
  layer_name: 'stem/conv',
  parameter: 'kernel',
  grad_norm: 0.5,
  weight_norm: 3,
};

export const responseRow: ResponseRow = {
  ...identity,
  epoch: 0,
  layer_index: 0,
  layer_name: 'stem/conv',
  std: 1,
};

export const timingRow: TimingRow = {
  epoch: 0,
  seconds: 1.5,
  train_seconds: 1,
  evaluation_seconds: 0.25,
  probe_seconds: 0.25,
  images_per_second: 400,
  rss_mb: 256,
};

export const blockRow: BlockRow = {
  ...identity,
  epoch: 0,
  step: 0,
  block_index: 1,
  block_name: 'stage1/block1',
  output_rms: 1,
  gradient_norm: 0.5,
  residual_ratio: 0.25,
  forward_error: 1e-7,
  backward_error: 1e-6,
  shortcut_share: 0.75,
  branch_share: 0.25,
};
