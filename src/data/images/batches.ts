import * as tf from '@tensorflow/tfjs';
import { batchesPerEpoch } from '../../run/steps.ts';
import { DataSizeError } from '../errors.ts';
import type { Batch, ImageSet, Splits } from '../types.ts';
import { assembleAugmentedBatch, assembleBatch, type Normalisation, type PlainBatch } from './assemble.ts';
import { type AugmentOptions, planEpoch } from './epoch-plan.ts';

/** Batches made ahead of the one in use. */
const PREFETCH = 2;

export interface TrainingOptions extends AugmentOptions {
  /** Images per batch; what remains at the end of an epoch is dropped, so that all batches have one shape. */
  readonly batchSize: number;
  readonly seed: number;
  /** From 1. */
  readonly epoch: number;
  /** Over the images; each has its own order and augmentation. Default: 1. */
  readonly passesPerEpoch?: number | undefined;
  /** Batches to leave out at the start, when an interrupted epoch is resumed. */
  readonly skip?: number;
}

/**
 * The batches of one epoch of training: shuffled, randomly cropped and flipped, normalised. They are decided by
 * the images, the options and nothing else. The receiver disposes of each batch; leaving the loop early disposes
 * of the ones made ahead.
 *
 * @throws DataSizeError at once if there is not a single batch.
 */
export function trainingBatches(
  splits: Splits,
  options: TrainingOptions,
): AsyncGenerator<Batch, void, undefined> {
  const { batchSize, seed, epoch, passesPerEpoch = 1, cropPadding, skip = 0 } = options;
  const { train } = splits;
  if (train.count < batchSize) {
    throw new DataSizeError('--batch-size', batchSize, `1 to ${train.count}`, 'the images of --train-size');
  }
  return stream(train.resolution, function* () {
    const perPass = batchesPerEpoch(train.count, batchSize);
    for (let pass = 0; pass < passesPerEpoch; pass++) {
      const plan = planEpoch(train.count, seed, (epoch - 1) * passesPerEpoch + pass + 1, options);
      for (let batch = Math.max(0, skip - pass * perPass); batch < perPass; batch++) {
        const range = [batch * batchSize, (batch + 1) * batchSize] as const;
        yield assembleAugmentedBatch(train, splits, plan, cropPadding, range);
      }
    }
  });
}

/**
 * All images of `set` in order, normalised and otherwise as they are; the last batch may be smaller. The receiver
 * disposes of each batch; leaving the loop early disposes of the ones made ahead.
 */
export function evaluationBatches(
  set: ImageSet,
  norm: Normalisation,
  batchSize: number,
): AsyncGenerator<Batch, void, undefined> {
  return stream(set.resolution, function* () {
    for (let start = 0; start < set.count; start += batchSize) {
      yield assembleBatch(set, norm, start, Math.min(start + batchSize, set.count));
    }
  });
}

/** Runs plain batches through tfjs-data: whole batches, because single images cost far more than they weigh. */
async function* stream(
  resolution: number,
  plainBatches: () => Generator<PlainBatch>,
): AsyncGenerator<Batch, void, undefined> {
  let abandoned = false;
  const dataset = tf.data
    .generator(function* () {
      for (const batch of plainBatches()) {
        if (abandoned) return;
        yield toTensors(batch, resolution);
      }
    })
    .prefetch(PREFETCH);
  const iterator = await dataset.iterator();
  try {
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) {
      yield next.value as unknown as Batch;
    }
  } finally {
    // tfjs-data has no way to close an iterator, and what it made ahead would leak.
    abandoned = true;
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) tf.dispose(next.value);
  }
}

function toTensors({ images, labels }: PlainBatch, resolution: number) {
  return {
    images: tf.tensor4d(images, [labels.length, resolution, resolution, 3], 'float32'),
    labels: tf.tensor1d(labels, 'int32'),
  };
}
