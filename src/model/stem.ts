import type { StemDescription } from './describe-network.ts';
import type { Initialize } from './initializers.ts';
import { convolutionUnit, type Layer } from './layers.ts';
import type { Parameters } from './parameters.ts';

/** From images to the maps of the first stage. */
export function buildStem(
  parameters: Parameters,
  initialize: Initialize,
  { unit, pooled }: StemDescription,
): Layer {
  const convolve = convolutionUnit(parameters, initialize, unit);
  return pooled ? (images, pass) => convolve(images, pass).maxPool() : convolve;
}
