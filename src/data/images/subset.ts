import type { ImageSet } from './image-set.ts';

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
