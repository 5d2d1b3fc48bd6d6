import { type BenchNetwork, CLASSES } from './networks.ts';

/** A convolution, or a dense layer as one of 1×1 on one pixel. */
export interface CountedLayer {
  readonly kernel: readonly [rows: number, columns: number, inputs: number, outputs: number];
  /** Pixels of the output. */
  readonly pixels: number;
}

/**
 * The weighted layers of a network, in order. Shortcuts of option A have no weights and are not among them,
 * even where an engine computes them as a convolution: that is its own affair.
 */
export function weightedLayers({ depth, resolution, width }: BenchNetwork): CountedLayer[] {
  const layers: CountedLayer[] = [{ kernel: [3, 3, 3, width], pixels: resolution ** 2 }];
  let inputs = width;
  for (const stage of [0, 1, 2]) {
    const filters = width * 2 ** stage;
    const pixels = (resolution / 2 ** stage) ** 2;
    for (let layer = 0; layer < (depth - 2) / 3; layer++) {
      layers.push({ kernel: [3, 3, inputs, filters], pixels });
      inputs = filters;
    }
  }
  return [...layers, { kernel: [1, 1, inputs, CLASSES], pixels: 1 }];
}

/** Multiplications, each with its addition, of one image's forward pass through one layer. */
export function macs({ kernel, pixels }: CountedLayer): number {
  return kernel.reduce((product, size) => product * size, pixels);
}

/**
 * Floating-point operations of one training step per image: two per multiply-add, once forward and twice
 * backward (gradients of input and of weights), except that nobody needs the gradient of the images.
 * Normalisation, activation and update are left out: less than 3 %, and not made of multiply-adds.
 */
export function stepFlops(network: BenchNetwork): number {
  const layers = weightedLayers(network);
  const forward = 2 * layers.reduce((sum, layer) => sum + macs(layer), 0);
  return 3 * forward - 2 * macs(layers[0]!);
}
