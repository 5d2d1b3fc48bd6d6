import type { EngineDescriptor } from '../engine/descriptor.ts';
import { engines } from '../engine/registry.ts';
import { executionOf } from '../model/execution.ts';
import type { RunConfig } from '../run/config.ts';
import { stagesOf } from '../run/depth.ts';

const MIB = 2 ** 20;
const FLOAT_BYTES = 4;

/** Images per forward pass in evaluation; changes memory and speed, not the result beyond rounding. */
export const EVALUATION_BATCH = 100;

/** Images of the batch that blocks are looked into with, at most: no layer is fused then, and all is remembered. */
export const BLOCK_IMAGES = 64;

/** What the estimate asks of an engine. */
type HeapEngine = Pick<EngineDescriptor, 'name' | 'fuses' | 'memoryLimit'>;

/**
 * Heap that a run takes on an engine that keeps its tensors in the wasm heap, in bytes.
 *
 * @param fused whether layers are fused where the engine can: some regularizers keep them from it
 */
export function trainingHeapBytes(
  config: RunConfig,
  engine: Pick<HeapEngine, 'fuses'>,
  fused = true,
): number {
  const { kind, network, probes } = config;
  const execution = executionOf({ kind, ...network }, fused ? [] : ['branch'], engine.fuses);
  if (execution === 'composed') return onWasm(config);
  return probes?.blocks ? Math.max(onNative(config), lookingIntoBlocks(config)) : onNative(config);
}

/** A step of few images without fused layers; what both equations take is less than what it has freed by then. */
function lookingIntoBlocks(config: RunConfig): number {
  const batchSize = Math.min(config.recipe.batchSize, BLOCK_IMAGES);
  return onWasm({ ...config, recipe: { ...config.recipe, batchSize } });
}

/**
 * Per convolution: its output, centred output, normalised output, and the gradients that tfjs holds to the end of
 * the backward pass; per residual addition as much again, for the sum and its ReLU. Evaluation keeps what comes out of
 * each block, and of one block all the rest, but of more images than a small batch has. The factor and the constant
 * cover scratch space, fragmentation, and that the heap grows by a fifth at a time.
 */
function onWasm(config: RunConfig): number {
  const { convolutions, additions, stageOne, ofOneBlock, outputs, weights } = activations(config);
  const training = config.recipe.batchSize * 5 * (convolutions + additions);
  const gate = config.network.shortcut === 'gated' ? 4 * stageOne : 0;
  const evaluation = evaluationImages(config) * (outputs + 3 * ofOneBlock + gate);
  return 1.1 * (Math.max(training, evaluation) + WEIGHT_SETS * weights) * FLOAT_BYTES + 24 * MIB;
}

/**
 * With batch normalisation a convolution leaves its output and no more: it is normalised where it is read, and its
 * gradient is gone once it was used. An addition leaves its sum, and a projection is written down before it is added.
 * Without batch normalisation the operations are those of wasm, and so is their memory. The heap begins with 16 MiB,
 * and its factor covers fragmentation and that it grows by a fifth at a time.
 */
function onNative(config: RunConfig): number {
  const { network, recipe } = config;
  const { convolutions, additions, projections, stageOne, ofOneBlock, outputs, weights } =
    activations(config);
  const perImage = network.batchNorm
    ? convolutions + additions + projections + 2 * stageOne
    : 4 * convolutions + 2.5 * additions;
  const training = recipe.batchSize * perImage;
  const evaluation = evaluationImages(config) * (outputs + ofOneBlock);
  return 1.25 * ((Math.max(training, evaluation) + WEIGHT_SETS * weights) * FLOAT_BYTES + 16 * MIB);
}

/** Weights, velocities and two sets of gradients. */
const WEIGHT_SETS = 4;

/** Images that are evaluated at a time at most. */
function evaluationImages({ data: { trainEvalSize, valSize, testSize } }: RunConfig): number {
  return Math.min(EVALUATION_BATCH, Math.max(trainEvalSize, valSize, testSize));
}

/** Values per image of each kind of tensor, and the weights. */
function activations({ kind, depth, network, data }: RunConfig) {
  const { family, width, shortcut } = network;
  const residual = kind === 'residual';
  // In filters of the stage: what a block's convolutions put out, what the last of them does, and its weights.
  const [inside, last, weightsOfBlock] = network.block === 'bottleneck' ? [6, 4, 17] : [2, 1, 18];
  // The stem of networks for ImageNet halves the sides by its convolution, and once more by pooling.
  const stageOne = (family ? data.resolution / 4 : data.resolution) ** 2 * width;
  const stem = family ? 9 * stageOne : stageOne;
  // Each stage halves the sides and doubles the filters.
  const stages = stagesOf(depth, network)!.map((blocks, i) => ({ blocks, filters: 2 ** i }));
  const everywhere = sum(stages.map(({ blocks, filters }) => (blocks * stageOne) / filters));
  const changing = sum(stages.slice(last > 1 ? 0 : 1).map(({ filters }) => stageOne / filters));
  // In what a projection takes: weights multiply, and a gate is a convolution with a bias, a sigmoid and two products.
  const projected = {
    A: 0,
    B: changing,
    C: everywhere,
    scaled: 0.6 * everywhere,
    dropout: 0.6 * everywhere,
    gated: 2.3 * everywhere,
  };
  const projections = residual ? last * projected[shortcut] : 0;
  const classifier = family ? 1000 * last * width * stages.at(-1)!.filters : 0;
  return {
    stageOne,
    ofOneBlock: inside * stageOne,
    outputs: stem + last * everywhere,
    convolutions: stem + inside * everywhere + projections,
    additions: residual ? last * everywhere : 0,
    projections,
    weights:
      weightsOfBlock * width ** 2 * sum(stages.map(({ blocks, filters }) => blocks * filters ** 2)) +
      classifier,
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** A run that would not fit into the memory of its engine. */
export class HeapBudgetError extends Error {
  constructor(id: string, engine: string, needed: number, limit: number, batchSize: number) {
    const gib = (bytes: number) => `${(bytes / 2 ** 30).toFixed(1)} GiB`;
    const fitting = Math.max(1, Math.floor((batchSize * limit) / needed));
    super(
      `${id} needs about ${gib(needed)} of memory; the engine ${engine} has at most ${gib(limit)}. ` +
        `Lower --batch-size (${batchSize}) to ${fitting} or less, or lower --resolution or --width, ` +
        `or use --engine ${engines.find(one => one.automatic && one.memoryLimit === null)!.name}.`,
    );
    this.name = 'HeapBudgetError';
  }
}

/** @throws HeapBudgetError for a run that would not fit; an allocation that fails there is not noticed. */
export function requireHeap(id: string, config: RunConfig, engine: HeapEngine, fused = true): void {
  const { name, memoryLimit } = engine;
  if (memoryLimit === null) return;
  const needed = trainingHeapBytes(config, engine, fused);
  if (needed > memoryLimit) {
    throw new HeapBudgetError(id, name, needed, memoryLimit, config.recipe.batchSize);
  }
}
