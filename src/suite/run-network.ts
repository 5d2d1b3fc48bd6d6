import { CLASSES } from '../data/index.ts';
import { buildNetwork, type Network } from '../model/network.ts';
import type { RunConfig } from '../run/config.ts';
import { depthAfter } from '../run/steps.ts';

/** A run's network with the layers that it has after `epoch` epochs, and with its first values. The caller frees it. */
export function networkAfter(epoch: number, config: RunConfig): Network {
  const depth = depthAfter(epoch, config);
  return buildNetwork({ ...config, ...config.network, depth, classes: CLASSES });
}

/** Trainable values that a run ends with: those of its network, unless that is going to grow. */
export function finalParameters(network: Network, config: RunConfig): number {
  if (!config.network.grown) return network.parameters.count();
  const final = networkAfter(config.recipe.epochs, config);
  const count = final.parameters.count();
  final.dispose();
  return count;
}
