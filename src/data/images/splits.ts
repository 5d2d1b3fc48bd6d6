import type { DataConfig } from '../../run/config.ts';
import { CIFAR10 } from '../cifar10/manifest.ts';
import { requireSizes, type SourceSizes, validationPool } from '../sizes.ts';
import { SYNTHETIC_SIZES } from '../synthetic/generate.ts';
import { CLASSES, type DatasetName, type ImageSet, type RawDataset, type Splits } from '../types.ts';
import { resize } from './resize.ts';
import { pixelStatistics } from './statistics.ts';
import { balancedOrder, head, pick } from './subset.ts';

/** What a data set has to offer, known without loading it. CIFAR-10: 50,000 and 10,000. */
export function sourceSizes(name: DatasetName): SourceSizes {
  const { files, recordsPerFile } = CIFAR10;
  const cifar10 = { train: (files.length - 1) * recordsPerFile, test: recordsPerFile };
  return { name, classes: CLASSES, ...(name === 'synthetic' ? SYNTHETIC_SIZES : cifar10) };
}

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
export function prepareSplits(raw: RawDataset, config: DataConfig, seed: number): Splits {
  const source = { name: raw.name, classes: CLASSES, train: raw.train.count, test: raw.test.count };
  requireSizes(config, source);
  const { resolution, trainSize, trainEvalSize, valSize, testSize } = config;
  const order = balancedOrder(raw.train.labels, seed);
  const pool = validationPool(source);
  const toTrainOn = rotated(order, pool);
  const take = (set: ImageSet, indices: Uint32Array) => resize(pick(set, indices), resolution);
  const train = take(raw.train, toTrainOn.subarray(0, trainSize));
  return {
    train,
    trainEval: head(train, trainEvalSize),
    val: valSize > 0 ? take(raw.train, order.subarray(0, valSize)) : null,
    test: take(raw.test, balancedOrder(raw.test.labels).subarray(0, testSize)),
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
