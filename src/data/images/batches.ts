import { DataSizeError } from '../errors.ts';
import { batchesPerEpoch, type SplitSizes } from '../sizes.ts';
import { stream } from '../stream.ts';
import type { Batch, Examples, Splits, TrainingOptions } from '../types.ts';
import { assembleAugmentedBatch, assembleBatch, type Normalisation } from './assemble.ts';
import type { ImageConfig } from './config.ts';
import { type AugmentOptions, planEpoch } from './epoch-plan.ts';
import { CHANNELS, type ImageSet, type ImageSplits, type RawImages } from './image-set.ts';
import { prepareSplits } from './splits.ts';

/** What a run trains and measures on. @throws DataSizeError if a size does not fit the data set */
export function imageSplits(raw: RawImages, config: ImageConfig & SplitSizes, seed: number): Splits {
  return splitsOfImages(prepareSplits(raw, config, seed), config.augmentation);
}

/** Images as everything else sees them. */
export function splitsOfImages(images: ImageSplits, augmentation: AugmentOptions): Splits {
  const { trainEval, val, test } = images;
  const examples = (set: ImageSet): Examples => ({
    count: set.count,
    numbers: set.numbers,
    batches: batchSize => evaluationBatches(set, images, batchSize),
  });
  return {
    trainingBatches: options => trainingBatches(images, augmentation, options),
    trainEval: examples(trainEval),
    val: val && examples(val),
    test: examples(test),
  };
}

/** Shuffled, randomly cropped and flipped, normalised. */
function trainingBatches(
  images: ImageSplits,
  augmentation: AugmentOptions,
  { batchSize, seed, epoch, passesPerEpoch = 1 }: TrainingOptions,
): AsyncGenerator<Batch, void, undefined> {
  const { train } = images;
  if (train.count < batchSize) {
    throw new DataSizeError('--batch-size', batchSize, `1 to ${train.count}`, 'the images of --train-size');
  }
  return stream(shapeOf(train), function* () {
    for (let pass = 1; pass <= passesPerEpoch; pass++) {
      const plan = planEpoch(train.count, seed, (epoch - 1) * passesPerEpoch + pass, augmentation);
      for (let batch = 0; batch < batchesPerEpoch(train.count, batchSize); batch++) {
        const range = [batch * batchSize, (batch + 1) * batchSize] as const;
        yield assembleAugmentedBatch(train, images, plan, augmentation.cropPadding, range);
      }
    }
  });
}

function evaluationBatches(
  set: ImageSet,
  norm: Normalisation,
  batchSize: number,
): AsyncGenerator<Batch, void, undefined> {
  return stream(shapeOf(set), function* () {
    for (let start = 0; start < set.count; start += batchSize) {
      yield assembleBatch(set, norm, start, Math.min(start + batchSize, set.count));
    }
  });
}

function shapeOf({ resolution }: ImageSet) {
  return [resolution, resolution, CHANNELS] as const;
}
