import type { Batch, Splits } from '../data/index.ts';
import type { PassHooks } from '../model/layers.ts';
import type { Network } from '../model/network.ts';
import { type BlockSignal, blockSignals } from './block-signals.ts';
import { evaluate } from './evaluate.ts';
import { linearClassifierErrors } from './linear-classifiers.ts';
import { type GradientNorm, gradientNorms, type LayerResponse, layerResponses } from './probes.ts';

/** All numbers of one epoch's end. */
export interface Measurement {
  readonly trainLoss: number;
  readonly trainErrorPct: number;
  /** `null` where there are no validation images. */
  readonly valErrorPct: number | null;
  readonly testLoss: number;
  readonly testErrorPct: number;
  readonly gradients: readonly GradientNorm[];
  readonly responses: readonly LayerResponse[];
  /** Empty unless the run's probes ask for them, or for linear classifiers after the last epoch. */
  readonly blocks: readonly BlockSignal[];
  readonly probeSeconds: number;
  readonly evaluationSeconds: number;
}

/**
 * Probes the layers on one batch and evaluates on all splits.
 *
 * @param calibrate start the moving statistics of batch normalisation from the probe batch; before training
 *   they would otherwise be 0 and 1, and the error before training that of a network that nobody trains
 * @param hooks of regularizers that evaluation has to know of; the probes do not
 * @param blocks whether to look into the blocks, too
 */
export async function measure(
  network: Network,
  splits: Splits,
  probeBatch: Batch,
  { calibrate, hooks, blocks }: { calibrate: boolean; hooks: PassHooks; blocks: boolean },
): Promise<Measurement> {
  const start = performance.now();
  const gradients = await gradientNorms(network, probeBatch, { calibrate });
  const responses = await layerResponses(network, probeBatch);
  const signals = blocks ? await blockSignals(network, probeBatch) : [];
  const probed = performance.now();
  const train = await evaluate(network, splits.trainEval, hooks);
  const val = splits.val && (await evaluate(network, splits.val, hooks));
  const test = await evaluate(network, splits.test, hooks);
  return {
    trainLoss: train.loss,
    trainErrorPct: train.errorPct,
    valErrorPct: val?.errorPct ?? null,
    testLoss: test.loss,
    testErrorPct: test.errorPct,
    gradients,
    responses,
    blocks: signals,
    probeSeconds: (probed - start) / 1000,
    evaluationSeconds: (performance.now() - probed) / 1000,
  };
}

/**
 * A measurement with the error of a linear classifier on the features of each block, which costs too much for every
 * epoch. Looks into the blocks if that was not done yet.
 *
 * @param hooks of regularizers that evaluation has to know of
 */
export async function withLinearClassifiers(
  measured: Measurement,
  network: Network,
  splits: Splits,
  probeBatch: Batch,
  hooks: PassHooks,
): Promise<Measurement> {
  const start = performance.now();
  const blocks = measured.blocks.length > 0 ? measured.blocks : await blockSignals(network, probeBatch);
  const errors = await linearClassifierErrors(network, splits, hooks);
  return {
    ...measured,
    blocks: blocks.map(block => ({ ...block, linearErrorPct: errors[block.index]! })),
    probeSeconds: measured.probeSeconds + (performance.now() - start) / 1000,
  };
}

/** The batch that probes look at: always the same images, not augmented. The caller disposes it. */
export async function probeBatchOf(splits: Splits, size: number): Promise<Batch> {
  for await (const batch of splits.trainEval.batches(size)) return batch;
  throw new Error('no images to probe with');
}
