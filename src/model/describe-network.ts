import { depthProblem, stagesOf } from '../run/depth.ts';
import type { Kind, NetworkConfig } from './config.ts';
import {
  type ActivationDescription,
  activatedBehind,
  type BlockDescription,
  blockOutputs,
  describeBlock,
  square,
  type UnitDescription,
} from './describe-block.ts';

/** What decides which layers a network has. */
export interface ArchitectureOptions extends NetworkConfig {
  readonly kind: Kind;
  /** Weighted layers; see `depthProblem`. */
  readonly depth: number;
  /** Channels of what goes in: 3 for colour images. */
  readonly channels: number;
  /** Of the data set. Networks for ImageNet tell 1,000 apart whatever it has; its labels are then the first of them. */
  readonly classes: number;
}

/** A network as its layers, before anything is in memory. It is built, counted and estimated from this alone. */
export interface NetworkDescription {
  readonly stem: StemDescription;
  readonly blocks: readonly BlockDescription[];
  /** Of the last block's sum, where blocks do not activate theirs. */
  readonly last: ActivationDescription | null;
  readonly head: DenseDescription;
}

export interface StemDescription {
  readonly unit: UnitDescription;
  /** Whether maps are pooled behind it. */
  readonly pooled: boolean;
}

/** A fully connected layer with bias. */
export interface DenseDescription {
  readonly name: string;
  readonly inputs: number;
  readonly outputs: number;
}

/** Outputs of the classifier in the networks for ImageNet (He et al. 2015, Table 1). */
const IMAGENET_CLASSES = 1000;

/**
 * The CIFAR-10 family of He et al. 2015, section 4.2: a 3×3 convolution, three stages of n blocks with
 * `width`, 2·`width` and 4·`width` filters, the later two starting with stride 2, global average pooling and
 * a dense layer. That for ImageNet (Table 1) has another stem, four stages and 1,000 classes. Plain and residual twins
 * come from the same lines.
 *
 * @throws RangeError for a depth that is not 6n+2, or 9n+2 with bottleneck blocks, or 50, 101 or 152 for ImageNet
 */
export function describeNetwork(options: ArchitectureOptions): NetworkDescription {
  const { depth, width, batchNorm, family, block: kindOfBlock, order } = options;
  const stages = stagesOf(depth, options);
  if (!stages) throw new RangeError(depthProblem(depth, options)!);
  const blocks: BlockDescription[] = [];
  let inputs = width;
  const count = stages.reduce((sum, inStage) => sum + inStage, 0);
  for (const [i, inStage] of stages.entries()) {
    const filters = width * 2 ** i;
    for (let block = 1; block <= inStage; block++) {
      const stride = i > 0 && block === 1 ? 2 : 1;
      const position = { index: blocks.length + 1, count };
      const name = `stage${i + 1}/block${block}`;
      blocks.push(describeBlock({ ...options, name, position, inputs, filters, stride }));
      inputs = blockOutputs(filters, kindOfBlock);
    }
  }
  const last = order ? { norm: batchNorm ? 'head/bn' : null, channels: inputs, relu: true } : null;
  const head = { name: 'head/dense', inputs, outputs: family ? IMAGENET_CLASSES : options.classes };
  return { stem: describeStem(options), blocks, last, head };
}

/**
 * From what goes in to the maps of the first stage, `width` of them: a 3×3 convolution for CIFAR-10 (He et al. 2015,
 * section 4.2); for ImageNet one of 7×7 with stride 2, then max pooling with stride 2 (Table 1). Batch normalisation and
 * ReLU follow the convolution.
 */
export function describeStem({
  family,
  width,
  batchNorm,
  channels,
}: Pick<ArchitectureOptions, 'family' | 'width' | 'batchNorm' | 'channels'>): StemDescription {
  const [side, stride] = family ? [7, 2] : [3, 1];
  const convolution = { name: 'stem/conv', kernel: square(side), stride, inputs: channels, filters: width };
  return { unit: activatedBehind(convolution, batchNorm, true), pooled: family !== undefined };
}
