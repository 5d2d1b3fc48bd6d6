import { depthProblem, stagesOf } from '../run/depth.ts';
import type { Kind, NetworkConfig } from './config.ts';
import { curedBlock, curedHead, curedStem } from './cures.ts';
import {
  type ActivationDescription,
  activatedBehind,
  type BlockDescription,
  type ConvolutionDescription,
  describeBlock,
  outputsOf,
  type UnitDescription,
  windowOf,
} from './describe-block.ts';

/** What decides which layers a network has. */
export interface ArchitectureOptions extends NetworkConfig {
  readonly kind: Kind;
  /** Weighted layers; see `depthProblem`. */
  readonly depth: number;
  /** Channels of what goes in: 3 for colour images, 1 for text. */
  readonly channels: number;
  /** Symbols that there are in what goes into a network for text; images have none. */
  readonly symbols?: number | undefined;
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
  /** What stands for symbols; `null` where magnitudes go in. */
  readonly embedding: EmbeddingDescription | null;
  readonly unit: UnitDescription;
  /** Whether maps are pooled behind it. */
  readonly pooled: boolean;
}

/** A vector for each symbol. */
export interface EmbeddingDescription {
  readonly name: string;
  readonly symbols: number;
  /** Channels. */
  readonly outputs: number;
}

/** A fully connected layer with bias. */
export interface DenseDescription {
  readonly name: string;
  readonly inputs: number;
  readonly outputs: number;
  /** What changes its first weights, as of convolutions. */
  readonly start?: ConvolutionDescription['start'];
}

/** Outputs of the classifier in the networks for ImageNet (He et al. 2015, Table 1). */
const IMAGENET_CLASSES = 1000;

/** Of the first stage; each later one has twice as many. */
export function firstFilters({ width, widening = 1 }: Pick<NetworkConfig, 'width' | 'widening'>): number {
  return width * widening;
}

/**
 * The CIFAR-10 family of He et al. 2015, section 4.2: a 3×3 convolution, three stages of n blocks with
 * `width`, 2·`width` and 4·`width` filters, the later two starting with stride 2, global average pooling and
 * a dense layer. That for ImageNet (Table 1) has another stem, four stages and 1,000 classes, that for text an embedding
 * and four stages of one-dimensional convolutions. Plain and residual twins come from the same lines.
 *
 * @throws RangeError for a depth that is not 6n+2, or 9n+2 with bottleneck blocks, or 50, 101 or 152 for ImageNet, or 9, 17,
 *   29 or 49 for text
 */
export function describeNetwork(options: ArchitectureOptions): NetworkDescription {
  const { depth, batchNorm, family, order, cure } = options;
  const width = firstFilters(options);
  const stages = stagesOf(depth, options);
  if (!stages) throw new RangeError(depthProblem(depth, options)!);
  const blocks: BlockDescription[] = [];
  const stem = describeStem(options);
  let inputs = outputsOf(stem.unit);
  const count = stages.reduce((sum, inStage) => sum + inStage, 0);
  for (const [i, inStage] of stages.entries()) {
    const filters = width * 2 ** i;
    for (let block = 1; block <= inStage; block++) {
      const stride = i > 0 && block === 1 ? 2 : 1;
      const position = { index: blocks.length + 1, count };
      const name = `stage${i + 1}/block${block}`;
      const described = describeBlock({ ...options, name, position, inputs, filters, stride });
      blocks.push(cure ? curedBlock(described, cure) : described);
      inputs = outputsOf(blocks.at(-1)!.units.at(-1)!);
    }
  }
  const last = order ? { norm: batchNorm ? 'head/bn' : null, channels: inputs, relu: true } : null;
  const head = {
    name: 'head/dense',
    inputs,
    outputs: family === 'imagenet' ? IMAGENET_CLASSES : options.classes,
    ...(cure && curedHead(cure)),
  };
  return { stem, blocks, last, head };
}

/**
 * From what goes in to the maps of the first stage, `width` of them: a 3×3 convolution for CIFAR-10 (He et al. 2015,
 * section 4.2); for ImageNet one of 7×7 with stride 2, then max pooling with stride 2 (Table 1). Batch normalisation and
 * ReLU follow the convolution. Of text each symbol becomes a vector first, with as many channels as the first stage.
 *
 * @throws RangeError for a network for text that is not told how many symbols there are
 */
export function describeStem(
  options: Pick<
    ArchitectureOptions,
    'family' | 'width' | 'widening' | 'batchNorm' | 'channels' | 'symbols' | 'cure'
  >,
): StemDescription {
  const { family, batchNorm, channels, symbols, cure } = options;
  const width = firstFilters(options);
  const embedding = family === 'text' ? describeEmbedding(symbols, width) : null;
  const [side, stride] = family === 'imagenet' ? [7, 2] : [3, 1];
  const inputs = embedding?.outputs ?? channels;
  const convolution = { name: 'stem/conv', kernel: windowOf(side, family), stride, inputs, filters: width };
  const unit = activatedBehind(convolution, batchNorm, true);
  return { embedding, unit: cure ? curedStem(unit, cure) : unit, pooled: family === 'imagenet' };
}

function describeEmbedding(symbols: number | undefined, outputs: number): EmbeddingDescription {
  if (symbols !== undefined) return { name: 'stem/embedding', symbols, outputs };
  throw new RangeError('a network for text has to know how many symbols there are; got none, as of images');
}
