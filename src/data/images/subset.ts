import { randomStream } from '../../random.ts';
import type { ImageSet } from './image-set.ts';

/**
 * An order of all images in which the classes take turns: 0, 1, …, 9, 0, 1, …. Any stretch of it is balanced
 * to within one image per class as long as no class runs out, and a smaller subset is part of a larger one.
 *
 * @param seed Shuffles the images within each class; without it they keep their order.
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

/** A copy of the images of `set` at `indices`, in that order. */
export function pick(set: ImageSet, indices: Uint32Array): ImageSet {
  const bytes = set.resolution ** 2 * 3;
  const images = new Uint8Array(indices.length * bytes);
  const labels = new Uint8Array(indices.length);
  for (const [position, index] of indices.entries()) {
    images.set(set.images.subarray(index * bytes, (index + 1) * bytes), position * bytes);
    labels[position] = set.labels[index]!;
  }
  const { resolution, numbers } = set;
  return {
    images,
    labels,
    count: indices.length,
    resolution,
    numbers: numbers ? indices.map(index => numbers[index]!) : indices,
  };
}

/** The first `count` images of `set`, sharing its memory. */
export function head(set: ImageSet, count: number): ImageSet {
  const bytes = set.resolution ** 2 * 3;
  return {
    images: set.images.subarray(0, count * bytes),
    labels: set.labels.subarray(0, count),
    count,
    resolution: set.resolution,
    ...(set.numbers && { numbers: set.numbers.subarray(0, count) }),
  };
}
