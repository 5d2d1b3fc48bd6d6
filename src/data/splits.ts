import type { DataConfig } from '../run/config.ts';
import { DataSizeError } from './errors.ts';
import { CIFAR10 } from './manifest.ts';
import { resize } from './resize.ts';
import { pixelStatistics } from './statistics.ts';
import { balancedOrder, head, pick } from './subset.ts';
import { SYNTHETIC_SIZES } from './synthetic.ts';
import { CLASSES, type DatasetName, type ImageSet, type RawDataset, type Splits } from './types.ts';

/** Images of each split at most. */
export interface SplitLimits {
  readonly train: number;
  readonly val: number;
  readonly test: number;
}

/** What a data set has to offer, known without loading it. CIFAR-10: 45,000, 5,000 and 10,000. */
export function splitLimits(name: DatasetName): SplitLimits {
  if (name === 'synthetic') return limitsFor(SYNTHETIC_SIZES.train, SYNTHETIC_SIZES.test);
  const { files, recordsPerFile } = CIFAR10;
  return limitsFor((files.length - 1) * recordsPerFile, recordsPerFile);
}

/** A tenth of the training images is kept for validation, as in He et al. 2015, whatever part of it is used. */
function limitsFor(trainImages: number, testImages: number): SplitLimits {
  const val = Math.floor(trainImages / 10);
  return { train: trainImages - val, val, test: testImages };
}

/**
 * Checks the sizes that a run asks for.
 *
 * @throws DataSizeError that names the option, the number received and what is allowed.
 */
export function validateSizes(config: DataConfig, limits = splitLimits(config.dataset)): void {
  const { dataset, trainSize, trainEvalSize, valSize, testSize } = config;
  requireSize('--train-size', trainSize, limits.train, `training images of ${dataset}`);
  requireSize('trainEvalSize', trainEvalSize, trainSize, 'a part of --train-size');
  requireSize('valSize', valSize, limits.val, `validation images of ${dataset}`);
  requireSize('testSize', testSize, limits.test, `test images of ${dataset}`);
}

function requireSize(option: string, received: number, most: number, why: string): void {
  if (Number.isInteger(received) && received >= CLASSES && received <= most) return;
  throw new DataSizeError(option, received, `${CLASSES} to ${most}`, why);
}

/**
 * Makes the splits of a run. A tenth of the training images, balanced over classes and drawn from `seed`, is
 * the pool for validation and is never trained on, whatever the sizes. Every split is balanced (classes differ
 * by one image at most), and a smaller split of the same seed is part of a larger one. The test images do not
 * depend on the seed. Statistics come from `train` alone.
 *
 * @throws DataSizeError if a size does not fit the data set.
 */
export function prepareSplits(raw: RawDataset, config: DataConfig, seed: number): Splits {
  const limits = limitsFor(raw.train.count, raw.test.count);
  validateSizes(config, limits);
  const { resolution, trainSize, trainEvalSize, valSize, testSize } = config;
  const order = balancedOrder(raw.train.labels, seed);
  const take = (set: ImageSet, indices: Uint32Array) => resize(pick(set, indices), resolution);
  const train = take(raw.train, order.subarray(limits.val, limits.val + trainSize));
  return {
    train,
    trainEval: head(train, trainEvalSize),
    val: take(raw.train, order.subarray(0, valSize)),
    test: take(raw.test, balancedOrder(raw.test.labels).subarray(0, testSize)),
    ...pixelStatistics(train),
  };
}
