import type { RunConfig } from '../run.ts';

const MIB = 2 ** 20;
const FLOAT_BYTES = 4;

/** Images per forward pass in evaluation; changes memory and speed, not the result beyond rounding. */
export const EVALUATION_BATCH = 100;

/**
 * Heap that a run takes on the engines wasm and native, in bytes, from the sizes of the activations.
 *
 * Per convolution: its output, centred output, normalised output, and the gradients that tfjs holds to the end of
 * the backward pass; per residual addition as much again, for the sum and its ReLU. Evaluation keeps no more than
 * one block, but of more images than a small batch has. The factor and the constant cover scratch space,
 * fragmentation, and that the heap grows by a fifth at a time.
 */
export function trainingHeapBytes({ kind, depth, network, data, recipe }: RunConfig): number {
  const blocksPerStage = (depth - 2) / 6;
  const stageOne = data.resolution ** 2 * network.width;
  // Each stage halves the sides and doubles the channels.
  const perBlock = stageOne * (1 + 1 / 2 + 1 / 4);
  const perBlockConvolutions = kind === 'residual' && network.shortcut === 'C' ? 3 : 2;
  const convolutions = stageOne + perBlockConvolutions * blocksPerStage * perBlock;
  const additions = kind === 'residual' ? blocksPerStage * perBlock : 0;
  const training = recipe.batchSize * 5 * (convolutions + additions);
  const evaluation = EVALUATION_BATCH * 10 * stageOne;
  return 1.1 * Math.max(training, evaluation) * FLOAT_BYTES + 24 * MIB;
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
export function requireHeap(id: string, config: RunConfig, engine: string, limit: number): void {
  const needed = trainingHeapBytes(config);
  if (needed > limit) throw new HeapBudgetError(id, engine, needed, limit, config.recipe.batchSize);
}
