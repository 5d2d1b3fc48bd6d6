import { describeNetwork } from '../src/model/describe-network.ts';
import { type LayerShape, layerShapes, multiplyAdds } from '../src/model/layer-shapes.ts';
import { architectureOf, type BenchNetwork, CHANNELS } from './networks.ts';

/** The layers of a network, in order. */
export function layersOf(network: BenchNetwork): LayerShape[] {
  const { resolution } = network;
  return layerShapes(describeNetwork(architectureOf(network)), [resolution, resolution, CHANNELS]);
}

/**
 * Floating-point operations of one training step per image: two per multiply-add, once forward and twice
 * backward (gradients of input and of weights), except that nobody needs the gradient of the images.
 * Normalisation, activation and update are left out: less than 3 %, and not made of multiply-adds.
 */
export function stepFlops(network: BenchNetwork): number {
  const layers = layersOf(network);
  const forward = 2 * layers.reduce((sum, layer) => sum + multiplyAdds(layer), 0);
  return 3 * forward - 2 * multiplyAdds(layers[0]!);
}
