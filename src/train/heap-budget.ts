import type { RunConfig } from '../run.ts';

const MIB = 2 ** 20;
const FLOAT_BYTES = 4;

/**
 * Heap that a training step takes on the wasm engine, in bytes, from the sizes of the activations.
 *
 * Per convolution: its output, centred output, normalised output, and the gradients of these; per residual
 * addition as much again, for the sum and its ReLU. The factor covers scratch space and fragmentation. Measured
 * on 20 to 110 layers, the estimate is 2 to 15 % above what the heap grew to.
 */
export function trainingHeapBytes({ kind, depth, network, data, recipe }: RunConfig): number {
  const blocksPerStage = (depth - 2) / 6;
  const stageOne = data.resolution ** 2 * network.width;
  // Each stage halves the sides and doubles the channels.
  const perBlock = stageOne * (1 + 1 / 2 + 1 / 4);
  const convolutions = stageOne + 2 * blocksPerStage * perBlock;
  const additions = kind === 'residual' ? blocksPerStage * perBlock : 0;
  const values = recipe.batchSize * 6 * (convolutions + additions);
  return 1.1 * values * FLOAT_BYTES + 24 * MIB;
}

/** A run that would not fit into the memory of its engine. */
export class HeapBudgetError extends Error {
  constructor(id: string, needed: number, limit: number, batchSize: number) {
    const gib = (bytes: number) => `${(bytes / 2 ** 30).toFixed(1)} GiB`;
    const fitting = Math.max(1, Math.floor((batchSize * limit) / needed));
    super(
      `${id} needs about ${gib(needed)} of memory; the wasm engine has at most ${gib(limit)}. ` +
        `Lower --batch-size (${batchSize}) to ${fitting} or less, or lower --resolution or --width, ` +
        'or use --engine tensorflow.',
    );
    this.name = 'HeapBudgetError';
  }
}

/** @throws HeapBudgetError for a run that would not fit; an allocation that fails there is not noticed. */
export function requireHeap(id: string, config: RunConfig, limit: number): void {
  const needed = trainingHeapBytes(config);
  if (needed > limit) throw new HeapBudgetError(id, needed, limit, config.recipe.batchSize);
}
