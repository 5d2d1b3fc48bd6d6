import { stagesOf } from '../depth.ts';
import { isFusible } from '../model/fusible.ts';
import type { RunConfig } from '../run.ts';

const MIB = 2 ** 20;
const FLOAT_BYTES = 4;

/** Images per forward pass in evaluation; changes memory and speed, not the result beyond rounding. */
export const EVALUATION_BATCH = 100;

/**
 * Heap that a run takes on an engine that keeps its tensors in the wasm heap, in bytes.
 *
 * @param fused whether layers are fused where the engine can: some regularizers keep them from it
 */
export function trainingHeapBytes(config: RunConfig, engine: 'wasm' | 'native', fused = true): number {
  const { kind, network } = config;
  return engine === 'native' && fused && isFusible({ kind, ...network }) ? onNative(config) : onWasm(config);
}

/**
 * Per convolution: its output, centred output, normalised output, and the gradients that tfjs holds to the end of
 * the backward pass; per residual addition as much again, for the sum and its ReLU. Evaluation keeps no more than
 * one block, but of more images than a small batch has. The factor and the constant cover scratch space,
 * fragmentation, and that the heap grows by a fifth at a time.
 */
function onWasm(config: RunConfig): number {
  const { convolutions, additions, stageOne } = activations(config);
  const training = config.recipe.batchSize * 5 * (convolutions + additions);
  const block = config.network.shortcut === 'gated' ? 14 : 10;
  const evaluation = EVALUATION_BATCH * block * stageOne;
  return 1.1 * Math.max(training, evaluation) * FLOAT_BYTES + 24 * MIB;
}

/**
 * With batch normalisation a convolution leaves its output and no more: it is normalised where it is read, and its
 * gradient is gone once it was used. An addition leaves its sum, and a projection is written down before it is added.
 * Without batch normalisation the operations are those of wasm, and so is their memory. The heap begins with 16 MiB,
 * and its factor covers fragmentation and that it grows by a fifth at a time.
 */
function onNative(config: RunConfig): number {
  const { network, recipe } = config;
  const { convolutions, additions, projections, stageOne, weights } = activations(config);
  const perImage = network.batchNorm
    ? convolutions + additions + projections + 2 * stageOne
    : 4 * convolutions + 2.5 * additions;
  // Weights, velocities and two sets of gradients; and what evaluation needs besides.
  const values = recipe.batchSize * perImage + 4 * weights + EVALUATION_BATCH * 3 * stageOne;
  return 1.25 * (values * FLOAT_BYTES + 16 * MIB);
}

/** Values per image of each kind of tensor, and the weights. */
function activations({ kind, depth, network, data }: RunConfig) {
  const blocks = stagesOf(depth, network)![0]!;
  const residual = kind === 'residual';
  // In filters of the stage: what a block's convolutions put out, what the last of them does, and its weights.
  const [inside, outputs, weightsOfBlock] = network.block === 'bottleneck' ? [6, 4, 17] : [2, 1, 18];
  const stageOne = data.resolution ** 2 * network.width;
  // Each stage halves the sides and doubles the channels.
  const perBlock = stageOne * (1 + 1 / 2 + 1 / 4);
  const changing = stageOne * (1 / 2 + 1 / 4) + (outputs > 1 ? stageOne : 0);
  const everywhere = outputs * blocks * perBlock;
  // In what a projection takes: weights multiply, and a gate is a convolution with a bias, a sigmoid and two products.
  const projected = {
    A: 0,
    B: outputs * changing,
    C: everywhere,
    scaled: 0.6 * everywhere,
    dropout: 0.6 * everywhere,
    gated: 2.3 * everywhere,
  };
  const projections = residual ? projected[network.shortcut] : 0;
  return {
    stageOne,
    projections,
    convolutions: stageOne + inside * blocks * perBlock + projections,
    additions: residual ? outputs * blocks * perBlock : 0,
    weights: weightsOfBlock * blocks * network.width ** 2 * (1 + 4 + 16),
  };
}

/** A run that would not fit into the memory of its engine. */
export class HeapBudgetError extends Error {
  constructor(id: string, engine: string, needed: number, limit: number, batchSize: number) {
    const gib = (bytes: number) => `${(bytes / 2 ** 30).toFixed(1)} GiB`;
    const fitting = Math.max(1, Math.floor((batchSize * limit) / needed));
    super(
      `${id} needs about ${gib(needed)} of memory; the engine ${engine} has at most ${gib(limit)}. ` +
        `Lower --batch-size (${batchSize}) to ${fitting} or less, or lower --resolution or --width, ` +
        'or use --engine tensorflow.',
    );
    this.name = 'HeapBudgetError';
  }
}

/** @throws HeapBudgetError for a run that would not fit; an allocation that fails there is not noticed. */
export function requireHeap(
  id: string,
  config: RunConfig,
  engine: 'wasm' | 'native',
  limit: number,
  fused = true,
): void {
  const needed = trainingHeapBytes(config, engine, fused);
  if (needed > limit) throw new HeapBudgetError(id, engine, needed, limit, config.recipe.batchSize);
}
