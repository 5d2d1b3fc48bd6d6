import { sourceOf } from '../data/registry.ts';
import { type ArchitectureOptions, describeNetwork } from '../model/describe-network.ts';
import { type LayerShape, layerShapes } from '../model/layer-shapes.ts';
import type { RunConfig } from '../run/config.ts';
import { depthAfter } from '../run/steps.ts';

/** What decides the layers that a run's network has after `epoch` epochs. */
export function architectureAfter(epoch: number, config: RunConfig): ArchitectureOptions {
  const { kind, network, data } = config;
  const source = sourceOf(data);
  const [, , channels] = source.inputShape(data);
  const { classes } = source;
  const symbols = source.symbols?.(data);
  return { ...network, kind, depth: depthAfter(epoch, config), channels, symbols, classes };
}

/** These layers, with their shapes for one example of the run. */
export function layersAfter(epoch: number, config: RunConfig): LayerShape[] {
  const shape = sourceOf(config.data).inputShape(config.data);
  return layerShapes(describeNetwork(architectureAfter(epoch, config)), shape);
}

/** The layers that a run ends with. */
export function finalLayers(config: RunConfig): LayerShape[] {
  return layersAfter(config.recipe.epochs, config);
}
