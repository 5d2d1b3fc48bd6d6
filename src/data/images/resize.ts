import type { ImageSet } from './image-set.ts';

/**
 * Brings images to `resolution` pixels a side. Smaller: each pixel is the mean of the square that it covers, rounded
 * to the nearest byte (halves up). Larger: each pixel becomes a square of its own value. The same set is returned if it
 * has that resolution.
 *
 * @param resolution A divisor or a multiple of the present resolution.
 */
export function resize(set: ImageSet, resolution: number): ImageSet {
  if (resolution === set.resolution) return set;
  const [shrinking, growing] = [set.resolution / resolution, resolution / set.resolution];
  if (Number.isInteger(shrinking)) return shrink(set, shrinking);
  if (Number.isInteger(growing)) return grow(set, growing);
  throw new RangeError(`resolution must divide ${set.resolution} or be a multiple of it; got ${resolution}`);
}

/** A pixel for every square of `factor` a side. */
function shrink(set: ImageSet, factor: number): ImageSet {
  const resolution = set.resolution / factor;
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
  return { ...set, images, resolution };
}

/** A square of `factor` a side for every pixel. */
function grow(set: ImageSet, factor: number): ImageSet {
  const resolution = set.resolution * factor;
  const row = resolution * 3;
  const images = new Uint8Array(set.count * resolution * row);
  for (let y = 0; y < set.count * set.resolution; y++) {
    const first = y * factor * row;
    for (let x = 0, out = first; x < resolution; x++) {
      const from = (y * set.resolution + Math.floor(x / factor)) * 3;
      for (let channel = 0; channel < 3; channel++) images[out++] = set.images[from + channel]!;
    }
    for (let copy = 1; copy < factor; copy++) images.copyWithin(first + copy * row, first, first + row);
  }
  return { ...set, images, resolution };
}
