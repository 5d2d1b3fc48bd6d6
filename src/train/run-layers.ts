import { CHANNELS, CLASSES } from '../data/types.ts';
import { type ArchitectureOptions, describeNetwork } from '../model/describe-network.ts';
import { type LayerShape, layerShapes } from '../model/layer-shapes.ts';
import type { RunConfig } from '../run/config.ts';
import { depthAfter } from '../run/steps.ts';

/** What decides the layers that a run's network has after `epoch` epochs. */
export function architectureAfter(epoch: number, config: RunConfig): ArchitectureOptions {
  const { kind, network } = config;
  return { ...network, kind, depth: depthAfter(epoch, config), channels: CHANNELS, classes: CLASSES };
}

/** These layers, with their shapes for one image of the run. */
export function layersAfter(epoch: number, config: RunConfig): LayerShape[] {
  const { resolution } = config.data;
  return layerShapes(describeNetwork(architectureAfter(epoch, config)), [resolution, resolution, CHANNELS]);
}

/** The layers that a run ends with. */
export function finalLayers(config: RunConfig): LayerShape[] {
  return layersAfter(config.recipe.epochs, config);
}
