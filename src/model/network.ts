import type * as tf from '@tensorflow/tfjs';
import { hasFusedKernels } from '../engine/fused-kernels.ts';
import { type FeatureMaps, tidyFeatureMaps, toTensor } from '../ops/feature-maps.ts';
import { FusedMaps, throughFusedLayers } from '../ops/fused-maps.ts';
import { globalAveragePool } from '../ops/global-average-pool.ts';
import { blocksPerStage, depthProblem, type Kind, type NetworkConfig } from '../run.ts';
import { blockOutputs, buildBlock } from './blocks.ts';
import { initializer } from './initializers.ts';
import { activationUnit, convolutionUnit, dense, type Layer, type Pass } from './layers.ts';
import { Parameters } from './parameters.ts';

export interface NetworkOptions extends NetworkConfig {
  readonly kind: Kind;
  /** Weighted layers: 6n + 2. */
  readonly depth: number;
  readonly classes: number;
  readonly seed: number;
}

export interface Network {
  readonly classes: number;
  readonly parameters: Parameters;
  /**
   * Images to logits: `[batch, side, side, 3]` → `[batch, classes]`. Call it inside `tf.tidy` or a gradient.
   */
  forward(images: tf.Tensor4D, pass: Pass): tf.Tensor2D;
  dispose(): void;
}

/**
 * The CIFAR-10 family of He et al. 2015, section 4.2: a 3×3 convolution, three stages of n blocks with
 * `width`, 2·`width` and 4·`width` filters, the later two starting with stride 2, global average pooling and
 * a dense layer. Plain and residual twins come from the same lines and start from the same weights.
 *
 * @throws RangeError for a depth that is not 6n+2, or 9n+2 with bottleneck blocks
 */
export function buildNetwork(options: NetworkOptions): Network {
  const { depth, width, classes, seed, batchNorm, block: kindOfBlock, order } = options;
  const initialize = initializer(seed, options.initialization);
  const problem = depthProblem(depth, kindOfBlock);
  if (problem) throw new RangeError(problem);
  const blocks = blocksPerStage(depth, kindOfBlock);
  const parameters = new Parameters();
  const body: Layer[] = [
    convolutionUnit(parameters, initialize, {
      name: 'stem/conv',
      kernelSize: 3,
      inputs: 3,
      filters: width,
      stride: 1,
      activation: 'relu',
      batchNorm,
    }),
  ];
  let inputs = width;
  const count = 3 * blocks;
  for (const stage of [1, 2, 3]) {
    const filters = width * 2 ** (stage - 1);
    for (let block = 1; block <= blocks; block++) {
      const stride = stage > 1 && block === 1 ? 2 : 1;
      const position = { index: (stage - 1) * blocks + block, count };
      const name = `stage${stage}/block${block}`;
      body.push(buildBlock(parameters, initialize, { ...options, name, position, inputs, filters, stride }));
      inputs = blockOutputs(filters, kindOfBlock);
    }
  }
  // The last block's sum is activated by nobody else.
  if (order) body.push(activationUnit(parameters, 'head/bn', inputs, batchNorm));
  const bodyVariables = [...parameters.trainable.values()];
  const head = dense(parameters, initialize, { name: 'head/dense', inputs, outputs: classes });
  return {
    classes,
    parameters,
    forward(images, pass) {
      const bodyOf = (maps: FeatureMaps) => {
        // What a tape holds outlives the layers.
        const isRecording = maps instanceof FusedMaps && maps.tape !== null;
        const run = isRecording ? (layer: () => FeatureMaps) => layer() : tidyFeatureMaps;
        const { activations } = pass;
        const through = (x: FeatureMaps, layer: Layer, index: number) => {
          const y = layer(x, pass);
          // The stem is not a block, and neither is a last activation.
          return activations && index > 0 && index <= count ? activations(toTensor(y), { index, count }) : y;
        };
        return globalAveragePool(body.reduce((x, layer, index) => run(() => through(x, layer, index)), maps));
      };
      // Without batch normalisation there is nothing to be fused, and sums that are normalised are not; what is changed
      // between layers must not be.
      const fused = batchNorm && !order && hasFusedKernels() && !pass.activations && !pass.branch;
      const features = fused ? throughFusedLayers(images, bodyVariables, bodyOf) : bodyOf(images);
      return head(pass.features?.(features) ?? features);
    },
    dispose: () => parameters.dispose(),
  };
}
