import type { ImageSet } from './types.ts';

/**
 * Shrinks images to `resolution` pixels a side: each pixel is the mean of the square that it covers, rounded to
 * the nearest byte (halves up). The same set is returned if it has that resolution.
 *
 * @param resolution A divisor of the present resolution.
 */
export function shrink(set: ImageSet, resolution: number): ImageSet {
  if (resolution === set.resolution) return set;
  const factor = set.resolution / resolution;
  if (!Number.isInteger(factor)) {
    throw new RangeError(`resolution must divide ${set.resolution}; got ${resolution}`);
  }
  const area = factor * factor;
  const fromRow = set.resolution * 3;
  const images = new Uint8Array(set.count * resolution * resolution * 3);
  // Rows of all images form one tall image, whose height is a multiple of `factor` too.
  let out = 0;
  for (let y = 0; y < set.count * resolution; y++) {
    for (let x = 0; x < resolution; x++) {
      for (let channel = 0; channel < 3; channel++) {
        let sum = 0;
        for (let dy = 0; dy < factor; dy++) {
          let from = (y * factor + dy) * fromRow + x * factor * 3 + channel;
          for (let dx = 0; dx < factor; dx++, from += 3) sum += set.images[from]!;
        }
        images[out++] = Math.floor((2 * sum + area) / (2 * area));
      }
    }
  }
  return { images, labels: set.labels, count: set.count, resolution };
}
