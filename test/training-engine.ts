import * as tf from '@tensorflow/tfjs';
import { openEngine } from '../src/engine/index.ts';
import type { EngineName } from '../src/engine/registry.ts';

/** The engine that tests train on. `native.test.ts` and `tensorflow.test.ts` run them again on theirs. */
export const trainingEngine = (process.env.TRAINING_ENGINE ?? 'wasm') as EngineName;

let opening: Promise<unknown> = Promise.resolve();

/** Before each test, because others in the same process may have left another engine. */
export async function openTrainingEngine(): Promise<void> {
  // Many tests ask at the same time: what the first has opened must not be closed while the next opens it again.
  opening = opening.then(async () => {
    if (tf.getBackend() !== trainingEngine) await openEngine(trainingEngine);
  });
  await opening;
}
