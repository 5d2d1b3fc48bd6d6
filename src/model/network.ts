import type * as tf from '@tensorflow/tfjs';
import { hasFusedKernels } from '../engine/fused-kernels.ts';
import type { Maps } from '../ops/maps.ts';
import { mapsOf } from '../ops/tensor-maps.ts';
import { throughFusedLayers } from '../ops/through-fused-layers.ts';
import { type Block, buildBlock } from './blocks.ts';
import { type ArchitectureOptions, describeNetwork } from './describe-network.ts';
import { type Execution, executionOf, hooksOf } from './execution.ts';
import { initializer } from './initializers.ts';
import { activationUnit, dense, type Pass } from './layers.ts';
import { Parameters } from './parameters.ts';
import { buildStem } from './stem.ts';

export interface NetworkOptions extends ArchitectureOptions {
  readonly seed: number;
}

/** What single passes need of a network. */
export interface Passable {
  readonly classes: number;
  readonly parameters: Parameters;
  /** From input to output. */
  readonly blocks: readonly Block[];
  /**
   * Images to logits: `[batch, height, width, channels]` → `[batch, classes]`. Call it inside `tf.tidy` or a gradient.
   *
   * @param between blocks to go through instead of all of its own, in their order: some left out, changed, or elsewhere
   */
  forward(images: tf.Tensor4D, pass: Pass, between?: readonly Block[]): tf.Tensor2D;
  dispose(): void;
}

/** A network whose passes can go through its two parts one by one. */
export interface Network extends Passable {
  /** Up to the features, and what becomes of them: `forward` is one after the other. */
  readonly body: Part<(maps: Maps, pass: Pass, between?: readonly Block[]) => tf.Tensor2D>;
  readonly head: Part<(features: tf.Tensor2D, pass: Pass) => tf.Tensor2D>;
  /** How a pass goes through the body. */
  executionOf(pass: Partial<Pass>): Execution;
}

export interface Part<L> {
  /** That it trains, in the order of the parameters. */
  readonly variables: readonly tf.Variable[];
  readonly layers: L;
}

/**
 * The network that `describeNetwork` describes, with its first values; twins start from the same weights.
 *
 * @throws RangeError for a depth that no such network has
 */
export function buildNetwork(options: NetworkOptions): Network {
  const described = describeNetwork(options);
  const initialize = initializer(options.seed, options.initialization);
  const parameters = new Parameters();
  const stem = buildStem(parameters, initialize, described.stem);
  const blocks = described.blocks.map(block => buildBlock(parameters, initialize, block));
  const last = described.last && activationUnit(parameters, described.last);
  const body: Network['body'] = {
    variables: [...parameters.trainable.values()],
    layers(maps, pass, between = blocks) {
      const ofBlocks = [stem, ...between.map(({ apply }) => apply)].reduce(
        (x, layer, index) => x.through(y => withHooks(layer(y, pass), pass, index, between.length)),
        maps,
      );
      const activated = last ? ofBlocks.through(x => last(x, pass)) : ofBlocks;
      return activated.averagePixels();
    },
  };
  const classify = dense(parameters, initialize, described.head);
  const head: Network['head'] = {
    variables: [...parameters.trainable.values()].slice(body.variables.length),
    layers: (features, pass) => classify(pass.features?.(features) ?? features),
  };
  const ownExecution: Network['executionOf'] = pass => executionOf(options, hooksOf(pass), hasFusedKernels());
  return {
    classes: described.head.outputs,
    parameters,
    blocks,
    body,
    head,
    executionOf: ownExecution,
    forward(images, pass, between) {
      const layers = (maps: Maps) => body.layers(maps, pass, between);
      const features =
        ownExecution(pass) === 'fused'
          ? throughFusedLayers(images, body.variables, layers)
          : layers(mapsOf(images));
      return head.layers(features, pass);
    },
    dispose: () => parameters.dispose(),
  };
}

/** What goes from block to block, as hooks leave it. @param index 0 is behind the stem, which is no block */
function withHooks(y: Maps, { activations, boundary }: Pass, index: number, count: number): Maps {
  const changed = activations && index > 0 ? mapsOf(activations(y.toTensor(), { index, count })) : y;
  return boundary ? mapsOf(boundary(changed.toTensor(), index)) : changed;
}
