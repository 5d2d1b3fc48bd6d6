import type * as tf from '@tensorflow/tfjs';
import { hasFusedKernels } from '../engine/fused-kernels.ts';
import { type FeatureMaps, tidyFeatureMaps, toTensor } from '../ops/feature-maps.ts';
import { FusedMaps, throughFusedLayers } from '../ops/fused-maps.ts';
import { globalAveragePool } from '../ops/global-average-pool.ts';
import type { Kind, NetworkConfig } from '../run/config.ts';
import { depthProblem, stagesOf } from '../run/depth.ts';
import { type Block, blockOutputs, buildBlock } from './blocks.ts';
import { isFusible } from './fusible.ts';
import { initializer } from './initializers.ts';
import { activationUnit, dense, type Layer, type Pass } from './layers.ts';
import { Parameters } from './parameters.ts';
import { buildStem } from './stem.ts';

export interface NetworkOptions extends NetworkConfig {
  readonly kind: Kind;
  /** Weighted layers; see `depthProblem`. */
  readonly depth: number;
  /** Of the data set. Networks for ImageNet tell 1,000 apart whatever it has; its labels are then the first of them. */
  readonly classes: number;
  readonly seed: number;
}

export interface Network {
  readonly classes: number;
  readonly parameters: Parameters;
  /** From input to output. */
  readonly blocks: readonly Block[];
  /**
   * Images to logits: `[batch, side, side, 3]` → `[batch, classes]`. Call it inside `tf.tidy` or a gradient.
   */
  forward(images: tf.Tensor4D, pass: Pass): tf.Tensor2D;
  dispose(): void;
}

/** Outputs of the classifier in the networks for ImageNet (He et al. 2015, Table 1). */
const IMAGENET_CLASSES = 1000;

/**
 * The CIFAR-10 family of He et al. 2015, section 4.2: a 3×3 convolution, three stages of n blocks with
 * `width`, 2·`width` and 4·`width` filters, the later two starting with stride 2, global average pooling and
 * a dense layer. That for ImageNet (Table 1) has another stem, four stages and 1,000 classes. Plain and residual twins
 * come from the same lines and start from the same weights.
 *
 * @throws RangeError for a depth that is not 6n+2, or 9n+2 with bottleneck blocks, or 50, 101 or 152 for ImageNet
 */
export function buildNetwork(options: NetworkOptions): Network {
  const { depth, width, seed, batchNorm, family, block: kindOfBlock, order } = options;
  const classes = family ? IMAGENET_CLASSES : options.classes;
  const initialize = initializer(seed, options.initialization);
  const stages = stagesOf(depth, options);
  if (!stages) throw new RangeError(depthProblem(depth, options)!);
  const parameters = new Parameters();
  const stem = buildStem(parameters, initialize, options);
  const all: Block[] = [];
  let inputs = width;
  const count = stages.reduce((sum, blocks) => sum + blocks, 0);
  let index = 0;
  for (const [i, blocks] of stages.entries()) {
    const filters = width * 2 ** i;
    for (let block = 1; block <= blocks; block++) {
      const stride = i > 0 && block === 1 ? 2 : 1;
      const position = { index: ++index, count };
      const name = `stage${i + 1}/block${block}`;
      all.push(buildBlock(parameters, initialize, { ...options, name, position, inputs, filters, stride }));
      inputs = blockOutputs(filters, kindOfBlock);
    }
  }
  const body = [stem, ...all.map(({ apply }) => apply)];
  // The last block's sum is activated by nobody else.
  if (order) body.push(activationUnit(parameters, 'head/bn', inputs, batchNorm));
  const bodyVariables = [...parameters.trainable.values()];
  const head = dense(parameters, initialize, { name: 'head/dense', inputs, outputs: classes });
  return {
    classes,
    parameters,
    blocks: all,
    forward(images, pass) {
      const bodyOf = (maps: FeatureMaps) => {
        // What a tape holds outlives the layers.
        const isRecording = maps instanceof FusedMaps && maps.tape !== null;
        const run = isRecording ? (layer: () => FeatureMaps) => layer() : tidyFeatureMaps;
        const { activations, boundary } = pass;
        const through = (x: FeatureMaps, layer: Layer, index: number) => {
          let y = layer(x, pass);
          // A last activation is not a block.
          if (index > count) return y;
          // Neither is the stem.
          if (activations && index > 0) y = activations(toTensor(y), { index, count });
          return boundary ? boundary(toTensor(y), index) : y;
        };
        return globalAveragePool(body.reduce((x, layer, index) => run(() => through(x, layer, index)), maps));
      };
      // Without batch normalisation there is nothing to be fused; what is changed between layers must not be.
      const changed = pass.activations || pass.branch || pass.boundary;
      const fused = batchNorm && isFusible(options) && hasFusedKernels() && !changed;
      const features = fused ? throughFusedLayers(images, bodyVariables, bodyOf) : bodyOf(images);
      return head(pass.features?.(features) ?? features);
    },
    dispose: () => parameters.dispose(),
  };
}
