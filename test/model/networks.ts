import { buildNetwork, type Network, type NetworkOptions } from '../../src/model/network.ts';

/** A small network; what is not said is the paper's. */
export function network(options: Partial<NetworkOptions> = {}): Network {
  return buildNetwork({
    kind: 'residual',
    depth: 8,
    width: 2,
    channels: 3,
    classes: 10,
    seed: 1,
    shortcut: 'A',
    batchNorm: true,
    ...options,
  });
}

export const kinds = ['plain', 'residual'] as const;
