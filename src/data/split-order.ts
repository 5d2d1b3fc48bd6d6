import { randomStream } from '../random.ts';
import { requireSizes, type SourceSizes, type SplitSizes, validationPool } from './sizes.ts';

/** Labels of the examples of a set, from 0, as its authors split it. */
export interface SetLabels {
  readonly train: Uint8Array;
  readonly test: Uint8Array;
}

/** Numbers of the examples of each split; those that the training error is measured on come first in `train`. */
export interface SplitIndices {
  readonly train: Uint32Array;
  readonly trainEvalSize: number;
  /** Of training examples; `null` where none is kept for validation. */
  readonly val: Uint32Array | null;
  readonly test: Uint32Array;
}

/**
 * Makes the splits of a run. Where there is validation, its pool, a tenth of the training examples, is never trained on,
 * whatever the sizes; without validation the pool is the last that is trained on. Every split is balanced (classes
 * differ by one example at most), and a smaller split of the same seed is part of a larger one.
 *
 * What depends on the seed: which examples are trained on where that is not all of them, which ones validate, and on which
 * of those trained on the training error is measured. The test examples do not: every seed, twin and variant is tested on
 * the same ones.
 *
 * @throws DataSizeError if a size does not fit the data set.
 */
export function splitIndices(
  labels: SetLabels,
  { name, classes }: Pick<SourceSizes, 'name' | 'classes'>,
  sizes: SplitSizes,
  seed: number,
): SplitIndices {
  const source = { name, classes, train: labels.train.length, test: labels.test.length };
  requireSizes(sizes, source);
  const { trainSize, trainEvalSize, valSize, testSize } = sizes;
  const order = balancedOrder(labels.train, classes, seed);
  return {
    train: rotated(order, validationPool(source)).subarray(0, trainSize),
    trainEvalSize,
    val: valSize > 0 ? order.subarray(0, valSize) : null,
    test: balancedOrder(labels.test, classes).subarray(0, testSize),
  };
}

/**
 * An order of all examples in which the classes take turns: 0, 1, …, 9, 0, 1, …. Any stretch of it is balanced
 * to within one example per class as long as no class runs out, and a smaller subset is part of a larger one.
 *
 * @param seed Shuffles the examples within each class; without it they keep their order.
 */
export function balancedOrder(labels: Uint8Array, classCount: number, seed?: number): Uint32Array {
  const classes = Array.from({ length: classCount }, (): number[] => []);
  for (const [index, label] of labels.entries()) classes[label]!.push(index);
  if (seed !== undefined) {
    const random = randomStream(seed, 'split');
    for (const members of classes) random.shuffle(members);
  }
  const order = new Uint32Array(labels.length);
  for (let turn = 0, filled = 0; filled < order.length; turn++) {
    for (const members of classes) if (turn < members.length) order[filled++] = members[turn]!;
  }
  return order;
}

/** A permutation of the numbers of examples: which comes when in one pass over them, by the run's seed and its number alone. */
export function orderOfPass(count: number, seed: number, pass: number): Uint32Array {
  return randomStream(seed, 'shuffle', pass).shuffle(Uint32Array.from({ length: count }, (_, i) => i));
}

/** With the first `count` at the end. */
function rotated(order: Uint32Array, count: number): Uint32Array {
  const turned = new Uint32Array(order.length);
  turned.set(order.subarray(count));
  turned.set(order.subarray(0, count), order.length - count);
  return turned;
}
