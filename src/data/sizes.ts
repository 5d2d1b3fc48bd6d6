import { z } from 'zod';
import { DataSizeError } from './errors.ts';

/** Examples of each split that a run asks for, in every source's schema. */
export const sizesShape = {
  /** Examples trained on, balanced over classes. Paper: all 50,000; 45,000 while it tuned its schedule. */
  trainSize: z.int().min(1),
  /** Training examples, not augmented, on which the training error is measured. */
  trainEvalSize: z.int().min(1),
  /** Examples, never trained on, on which the validation error is measured; 0 for none. Paper: none in its results. */
  valSize: z.int().min(0),
  /** Test examples. Paper: 10,000. */
  testSize: z.int().min(1),
};
const sizesSchema = z.object(sizesShape);
export type SplitSizes = Readonly<z.output<typeof sizesSchema>>;

/** What a data set has, known without loading it. */
export interface SourceSizes {
  readonly name: string;
  readonly classes: number;
  /** Examples, as the authors of the set divided it. */
  readonly train: number;
  readonly test: number;
}

/** A tenth of the training examples: kept apart for validation where there is any, as in He et al. 2015. */
export function validationPool({ train }: Pick<SourceSizes, 'train'>): number {
  return Math.floor(train / 10);
}

/** Most examples to train on: all of them, or what the pool for validation leaves. */
export function mostToTrainOn(source: Pick<SourceSizes, 'train'>, valSize: number): number {
  return source.train - (valSize > 0 ? validationPool(source) : 0);
}

/** Steps of one epoch: images that do not fill a last batch wait for the next pass. */
export function batchesPerEpoch(trainSize: number, batchSize: number, passes = 1): number {
  return passes * Math.floor(trainSize / batchSize);
}

/**
 * Sizes that nobody asked for shrink to what there is; who asks for more training examples than the pool for validation
 * leaves gets them, and no validation.
 *
 * @param asked what was asked for, which stays as it is; `requireSizes` refuses it where it does not fit
 */
export function fitSizes(
  preset: SplitSizes,
  asked: { readonly trainSize?: number | undefined; readonly valSize?: number | undefined },
  source: SourceSizes,
): SplitSizes {
  const needsPool = (asked.trainSize ?? 0) > mostToTrainOn(source, 1);
  const valSize = asked.valSize ?? (needsPool ? 0 : Math.min(preset.valSize, validationPool(source)));
  const trainSize = asked.trainSize ?? Math.min(preset.trainSize, mostToTrainOn(source, valSize));
  return {
    trainSize,
    // The training error is measured on a part of the training examples.
    trainEvalSize: Math.min(preset.trainEvalSize, trainSize),
    valSize,
    testSize: Math.min(preset.testSize, source.test),
  };
}

/** @throws DataSizeError that names the option, the number received, what is allowed, and why */
export function requireSizes(sizes: SplitSizes, source: SourceSizes): void {
  const { trainSize, trainEvalSize, valSize, testSize } = sizes;
  const { name, classes, test } = source;
  const most = mostToTrainOn(source, valSize);
  const requireSize = (option: string, received: number, limit: number, why: string) => {
    if (Number.isInteger(received) && received >= classes && received <= limit) return;
    throw new DataSizeError(option, received, `${classes} to ${limit}`, why);
  };
  const pool =
    valSize > 0
      ? `a tenth is kept apart while --val-size is ${valSize}; with 0 there are ${source.train}`
      : `above ${mostToTrainOn(source, 1)} none is left for validation`;
  requireSize('--train-size', trainSize, most, `training examples of ${name}; ${pool}`);
  requireSize('trainEvalSize', trainEvalSize, trainSize, 'a part of --train-size');
  if (valSize !== 0) {
    requireSize(
      '--val-size',
      valSize,
      validationPool(source),
      `validation examples of ${name}; or 0 for none`,
    );
  }
  requireSize('testSize', testSize, test, `test examples of ${name}`);
}
