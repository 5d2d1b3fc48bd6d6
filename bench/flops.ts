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
  return flopsOf(network, multiplyAdds);
}

/**
 * The same with Winograd's algorithm wherever it can be used, transforms left out: F(m × m, 3 × 3) makes m² results of
 * (m + 2)² products instead of 9 m², for m of 4 or 2, whichever divides the image's sides (Lavin & Gray 2016).
 */
export function winogradStepFlops(network: BenchNetwork): number {
  return flopsOf(network, layer => multiplyAdds(layer) * winogradShare(layer));
}

function flopsOf(network: BenchNetwork, productsOf: (layer: LayerShape) => number): number {
  const layers = layersOf(network);
  const forward = 2 * layers.reduce((sum, layer) => sum + productsOf(layer), 0);
  return 3 * forward - 2 * productsOf(layers[0]!);
}

/** Of the images there is a direct convolution: with three channels, transforms would cost more than they save. */
function winogradShare({ kind, kernel, stride, input: [height, width, channels] }: LayerShape): number {
  const suits =
    kind === 'convolution' && kernel?.every(side => side === 3) && stride === 1 && channels > CHANNELS;
  const tile = suits ? [4, 2].find(side => height % side === 0 && width % side === 0) : undefined;
  return tile ? (tile + 2) ** 2 / (9 * tile ** 2) : 1;
}
