import type * as tf from '@tensorflow/tfjs';
import { createOptimizer, type Optimizer } from '../../src/optimizers/create.ts';

/** The paper's optimizer, with other parameters than a network's or another momentum. */
export function momentumOf(trainable: ReadonlyMap<string, tf.Variable>, momentum = 0.9): Optimizer {
  return createOptimizer({ name: 'momentum', options: { momentum } }, trainable);
}
