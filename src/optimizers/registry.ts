import { parseOptions, splitSpec } from '../named-options.ts';
import { adam } from './adam.ts';
import { momentum } from './momentum.ts';
import type { OptimizerKind, OptimizerOptions, OptimizerSpec } from './optimizer.ts';

/** All that there are. */
export const optimizers: readonly OptimizerKind[] = [momentum, adam];

/** @throws Error naming those that there are */
export function findOptimizer(name: string): OptimizerKind {
  const found = optimizers.find(candidate => candidate.name === name);
  if (found) return found;
  const names = optimizers.map(candidate => candidate.name);
  throw new Error(`unknown optimizer "${name}"; optimizers: ${names.join(', ')}`);
}

/**
 * An optimizer from the command line: `momentum`, `momentum=0.8`, `adam=0.9,beta2=0.99`.
 *
 * @throws Error for a name that there is not; RangeError for a value, with what is allowed
 */
export function parseOptimizer(text: string): OptimizerSpec {
  const { name, values } = splitSpec(text);
  return { name, options: parseOptions('optimizer', findOptimizer(name), values) as OptimizerOptions };
}
