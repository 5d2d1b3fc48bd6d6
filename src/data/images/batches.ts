import { examplesInOrder, wholeBatches } from '../batches.ts';
import type { SplitSizes } from '../sizes.ts';
import type { Splits } from '../types.ts';
import { assembleAugmentedBatch, assembleBatch } from './assemble.ts';
import type { ImageConfig } from './config.ts';
import { type AugmentOptions, planEpoch } from './epoch-plan.ts';
import { CHANNELS, type ImageSet, type ImageSplits, type RawImages } from './image-set.ts';
import { prepareSplits } from './splits.ts';

/** What a run trains and measures on. @throws DataSizeError if a size does not fit the data set */
export function imageSplits(raw: RawImages, config: ImageConfig & SplitSizes, seed: number): Splits {
  return splitsOfImages(prepareSplits(raw, config, seed), config.augmentation);
}

/** Images as everything else sees them. Those trained on are shuffled, randomly cropped and flipped, and normalised. */
export function splitsOfImages(images: ImageSplits, augmentation: AugmentOptions): Splits {
  const { train, trainEval, val, test } = images;
  const examples = (set: ImageSet) =>
    examplesInOrder(shapeOf(set), set, (start, end) => assembleBatch(set, images, start, end));
  return {
    trainingBatches: options =>
      wholeBatches(shapeOf(train), train.count, options, pass => {
        const plan = planEpoch(train.count, options.seed, pass, augmentation);
        return (start, end) =>
          assembleAugmentedBatch(train, images, plan, augmentation.cropPadding, [start, end]);
      }),
    trainEval: examples(trainEval),
    val: val && examples(val),
    test: examples(test),
  };
}

function shapeOf({ resolution }: ImageSet) {
  return [resolution, resolution, CHANNELS] as const;
}
