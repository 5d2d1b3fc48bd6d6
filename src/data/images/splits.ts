import { requireSizes, type SplitSizes, validationPool } from '../sizes.ts';
import type { ImageConfig } from './config.ts';
import type { ImageSet, ImageSplits, RawImages } from './image-set.ts';
import { resize } from './resize.ts';
import { pixelStatistics } from './statistics.ts';
import { balancedOrder, head, pick } from './subset.ts';

/**
 * Makes the splits of a run. Where there is validation, its pool, a tenth of the training images, is never trained on,
 * whatever the sizes; without validation the pool is the last that is trained on. Every split is balanced (classes
 * differ by one image at most), and a smaller split of the same seed is part of a larger one.
 *
 * What depends on the seed: which images are trained on where that is not all of them, which ones validate, on which of
 * the images trained on the training error is measured, and with all that the mean image and the scale, which come from
 * `train` alone. The test images do not: every seed, twin and variant is tested on the same ones.
 *
 * @throws DataSizeError if a size does not fit the data set.
 */
export function prepareSplits(
  raw: RawImages,
  config: Pick<ImageConfig, 'resolution'> & SplitSizes,
  seed: number,
): ImageSplits {
  const { name, classes } = raw;
  const source = { name, classes, train: raw.train.count, test: raw.test.count };
  requireSizes(config, source);
  const { resolution, trainSize, trainEvalSize, valSize, testSize } = config;
  const order = balancedOrder(raw.train.labels, classes, seed);
  const pool = validationPool(source);
  const toTrainOn = rotated(order, pool);
  const take = (set: ImageSet, indices: Uint32Array) => resize(pick(set, indices), resolution);
  const train = take(raw.train, toTrainOn.subarray(0, trainSize));
  return {
    train,
    trainEval: head(train, trainEvalSize),
    val: valSize > 0 ? take(raw.train, order.subarray(0, valSize)) : null,
    test: take(raw.test, balancedOrder(raw.test.labels, classes).subarray(0, testSize)),
    ...pixelStatistics(train),
  };
}

/** With the first `count` at the end. */
function rotated(order: Uint32Array, count: number): Uint32Array {
  const turned = new Uint32Array(order.length);
  turned.set(order.subarray(count));
  turned.set(order.subarray(0, count), order.length - count);
  return turned;
}
