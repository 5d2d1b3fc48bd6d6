/** Prints how large the heap of an engine gets in training one batch and evaluating another, for a run as JSON. */
import * as tf from '@tensorflow/tfjs';
import { openEngine } from '../../src/engine/index.ts';
import type { EngineName } from '../../src/engine/registry.ts';
import { wasmHeapBytes } from '../../src/engine/wasm.ts';
import { trainingPasses, updateMovingStatistics } from '../../src/model/training-pass.ts';
import { blockSignals } from '../../src/probes/measure/block-signals.ts';
import { gradientNorms } from '../../src/probes/measure/gradient-norms.ts';
import { layerResponses } from '../../src/probes/measure/layer-responses.ts';
import { linearClassifierErrors } from '../../src/probes/measure/linear-classifiers.ts';
import { randomStream } from '../../src/random.ts';
import { runConfigSchema } from '../../src/run/config.ts';
import { evaluate } from '../../src/train/evaluate.ts';
import { imagesOf } from '../data/fixtures.ts';
import { momentumOf } from '../optimizers/momentum-of.ts';
import { networkOf, randomBatch, splitsOf } from './tiny.ts';

const config = runConfigSchema.parse(JSON.parse(process.argv[3]!));
await openEngine(process.argv[2] as EngineName);
const network = networkOf(config);
const optimizer = momentumOf(network.parameters.trainable);
const splits = splitsOf(config);
const { resolution } = imagesOf(config.data);
const batch = randomBatch(config.recipe.batchSize, resolution);
await gradientNorms(network, batch);
await layerResponses(network, batch);
if (config.probes?.measure?.includes('blocks')) await blockSignals(network, batch);
// A batch ahead, and two more that wait.
const waiting = [1, 2].map(seed => randomBatch(config.recipe.batchSize, resolution, seed));
const passes = trainingPasses(network);
// The second one of an epoch, and those behind it, may go another way than the first.
for (const step of [1, 2]) {
  const pass = passes.next(batch, undefined, layer => randomStream(step, layer));
  tf.tidy(() => optimizer.step(pass.gradients, 0.1, 1e-4));
  updateMovingStatistics(pass.batchStatistics);
  pass.dispose();
}
passes.dispose();
await evaluate(network, splits.test);
if (config.probes?.measure?.includes('linear-classifiers')) await linearClassifierErrors(network, splits);
tf.dispose(waiting.flatMap(({ inputs, labels }) => [inputs, labels]));
console.log(wasmHeapBytes());
