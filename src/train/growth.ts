import { growNetwork } from '../model/grow.ts';
import type { Network } from '../model/network.ts';
import { architectureAfter } from './run-layers.ts';
import type { TrainingState } from './training-state.ts';

/**
 * The run goes on with a deeper network, which computes the same so far. It is the receiver's, like the one before, which
 * is of no use any more.
 */
export interface GrownRecord {
  readonly type: 'grown';
  /** After which this happened; its `EpochRecord` comes next. */
  readonly epoch: number;
  readonly network: Network;
}

/** Goes over to the deep network: with the weights and velocities that there are, and new layers that change nothing. */
export function grow(state: TrainingState): TrainingState {
  const { config, network, optimizer, probeBatch } = state;
  const options = { ...architectureAfter(config.recipe.epochs, config), seed: config.seed };
  const deep = growNetwork(network, options, probeBatch.inputs);
  return { ...state, network: deep, optimizer: optimizer.extendedTo(deep.parameters.trainable) };
}
