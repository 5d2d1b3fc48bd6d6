import { buildNetwork, type Network } from '../model/network.ts';
import type { RunConfig } from '../run/config.ts';
import { architectureAfter } from '../train/run-layers.ts';

/** A run's network with the layers that it has after `epoch` epochs, and with its first values. The caller frees it. */
export function networkAfter(epoch: number, config: RunConfig): Network {
  return buildNetwork({ ...architectureAfter(epoch, config), seed: config.seed });
}
