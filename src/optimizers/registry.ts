import { momentum } from './momentum.ts';
import type { OptimizerKind } from './optimizer.ts';

/** All that there are. */
export const optimizers: readonly OptimizerKind[] = [momentum];

/** @throws Error naming those that there are */
export function findOptimizer(name: string): OptimizerKind {
  const found = optimizers.find(candidate => candidate.name === name);
  if (found) return found;
  const names = optimizers.map(candidate => candidate.name);
  throw new Error(`unknown optimizer "${name}"; optimizers: ${names.join(', ')}`);
}
