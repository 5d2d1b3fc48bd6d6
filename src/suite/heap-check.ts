import type { EngineDescriptor } from '../engine/descriptor.ts';
import { type HooksInUse, NO_HOOKS } from '../model/execution.ts';
import type { RunConfig } from '../run/config.ts';
import { requireHeap } from '../train/heap-budget.ts';
import type { PlannedRun } from './plan.ts';

/**
 * Before runs start, and once more where each does.
 *
 * @param runs whose regularizers this process has loaded
 * @throws HeapBudgetError for the first that would not fit into the engine's memory
 */
export async function requireHeapFor(
  runs: readonly PlannedRun[],
  engine: Pick<EngineDescriptor, 'name' | 'fuses' | 'memoryLimit'>,
): Promise<void> {
  if (engine.memoryLimit === null) return;
  for (const { id, config } of runs) requireHeap(id, config, engine, await hooksOf(config));
}

async function hooksOf({ regularizers, seed }: RunConfig): Promise<HooksInUse> {
  if (regularizers.length === 0) return NO_HOOKS;
  // Only where there are some: they bring TensorFlow.js along, which takes longer to load than all the rest.
  const { regularization } = await import('../regularizers/regularization.ts');
  return regularization(regularizers, seed).hooks;
}
