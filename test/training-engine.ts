import { openEngine } from '../src/engine/index.ts';
import type { EngineName } from '../src/engine/names.ts';

/** The engine that tests train on. `tensorflow.test.ts` runs them again on that one where it can be opened. */
export const trainingEngine = (process.env.TRAINING_ENGINE ?? 'wasm') as EngineName;

/** Before each test, because others in the same process may have left another engine. */
export async function openTrainingEngine(): Promise<void> {
  await openEngine(trainingEngine);
}
