import type { Batch } from '../data/index.ts';
import type { Network } from '../model/network.ts';
import type { Optimizer } from '../optimizers/create.ts';
import type { RunConfig } from '../run/config.ts';

/** What training goes on from; another network takes its place where one grows. */
export interface TrainingState {
  readonly config: RunConfig;
  readonly network: Network;
  readonly optimizer: Optimizer;
  /** Always the same images, not augmented. */
  readonly probeBatch: Batch;
}
