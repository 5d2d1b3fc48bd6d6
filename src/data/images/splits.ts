import type { SplitSizes } from '../sizes.ts';
import { splitIndices } from '../split-order.ts';
import type { ImageConfig } from './config.ts';
import type { ImageSet, ImageSplits, RawImages } from './image-set.ts';
import { resize } from './resize.ts';
import { pixelStatistics } from './statistics.ts';
import { head, pick } from './subset.ts';

/**
 * The images of a run, as `splitIndices` chooses them; the mean image and the scale come from `train` alone, and so depend
 * on the seed as it does.
 *
 * @throws DataSizeError if a size does not fit the data set.
 */
export function prepareSplits(
  raw: Omit<RawImages, 'sha256'>,
  config: Pick<ImageConfig, 'resolution'> & SplitSizes,
  seed: number,
): ImageSplits {
  const labels = { train: raw.train.labels, test: raw.test.labels };
  const chosen = splitIndices(labels, raw, config, seed);
  const take = (set: ImageSet, indices: Uint32Array) => resize(pick(set, indices), config.resolution);
  const train = take(raw.train, chosen.train);
  return {
    train,
    trainEval: head(train, chosen.trainEvalSize),
    val: chosen.val && take(raw.train, chosen.val),
    test: take(raw.test, chosen.test),
    ...pixelStatistics(train),
  };
}
