import type { RunConfig } from '../run/config.ts';

/** Steps of a training in the paper: section 4.2 for CIFAR-10, section 3.4 for ImageNet. */
export function paperSteps({ network }: Pick<RunConfig, 'network'>): number {
  return network.family ? 600_000 : 64_000;
}
