import { batchesPerEpoch } from '../data/sizes.ts';
import type { RunConfig } from './config.ts';

/** Passes over the training images from one measurement to the next. */
export function passesPerEpoch({
  passesPerEpoch = 1,
  longer = 1,
}: Pick<RunConfig['recipe'], 'passesPerEpoch' | 'longer'>): number {
  return passesPerEpoch * longer;
}

/** Steps of one whole epoch of a run. */
export function stepsPerEpoch({ data, recipe }: Pick<RunConfig, 'data' | 'recipe'>): number {
  return batchesPerEpoch(data.trainSize, recipe.batchSize, passesPerEpoch(recipe));
}

/** Steps of a whole run: whole batches of every epoch, cut at `maxSteps`, which `longer` multiplies, too. */
export function totalSteps(config: Pick<RunConfig, 'data' | 'recipe'>): number {
  const { epochs, maxSteps, longer = 1 } = config.recipe;
  const steps = epochs * stepsPerEpoch(config);
  return maxSteps === null ? steps : Math.min(steps, longer * maxSteps);
}

/** Epochs of a whole run, the last of which `maxSteps` may cut. */
export function totalEpochs(config: Pick<RunConfig, 'data' | 'recipe'>): number {
  return Math.ceil(totalSteps(config) / stepsPerEpoch(config));
}

/**
 * The epoch at whose end a run's network becomes deeper, by `network.grown`: not before the first, nor after the last.
 * 0 for networks that have their depth from the start.
 */
export function growthEpoch(config: Pick<RunConfig, 'network' | 'data' | 'recipe'>): number {
  const { grown } = config.network;
  if (!grown) return 0;
  return Math.max(1, Math.round(grown.at * totalEpochs(config)));
}

/** Weighted layers of a run's network as it is after `epoch` epochs. */
export function depthAfter(epoch: number, config: RunConfig): number {
  const { grown } = config.network;
  return grown && epoch < growthEpoch(config) ? grown.fromDepth : config.depth;
}
