import type { StemDescription } from './describe-network.ts';
import { embedding } from './embedding.ts';
import type { Initialize } from './initializers.ts';
import { convolutionUnit, type Layer } from './layers.ts';
import type { Parameters } from './parameters.ts';

/** From what goes in to the maps of the first stage. */
export function buildStem(
  parameters: Parameters,
  initialize: Initialize,
  { embedding: described, unit, pooled }: StemDescription,
): Layer {
  const embed = described && embedding(parameters, initialize, described);
  const convolve = convolutionUnit(parameters, initialize, unit);
  return (inputs, pass) => {
    const maps = convolve(embed ? embed(inputs, pass) : inputs, pass);
    return pooled ? maps.maxPool() : maps;
  };
}
