import { maxPool } from '../ops/max-pool.ts';
import type { NetworkConfig } from '../run/config.ts';
import type { Initialize } from './initializers.ts';
import { convolutionUnit, type Layer } from './layers.ts';
import type { Parameters } from './parameters.ts';

/**
 * From images to the maps of the first stage, `width` of them: a 3×3 convolution for CIFAR-10 (He et al. 2015, section
 * 4.2); for ImageNet one of 7×7 with stride 2, then max pooling with stride 2 (Table 1). Batch normalisation and ReLU
 * follow the convolution.
 */
export function buildStem(
  parameters: Parameters,
  initialize: Initialize,
  { family, width, batchNorm }: Pick<NetworkConfig, 'family' | 'width' | 'batchNorm'>,
): Layer {
  const [kernelSize, stride] = family ? [7, 2] : [3, 1];
  const convolve = convolutionUnit(parameters, initialize, {
    name: 'stem/conv',
    kernelSize,
    inputs: 3,
    filters: width,
    stride,
    activation: 'relu',
    batchNorm,
  });
  return family ? (images, pass) => maxPool(convolve(images, pass)) : convolve;
}
