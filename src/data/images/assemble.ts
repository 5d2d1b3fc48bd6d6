import type { PlainBatch } from '../stream.ts';
import type { EpochPlan } from './epoch-plan.ts';
import type { ImageSet, ImageSplits } from './image-set.ts';

/** The statistics that images are normalised with. */
export type Normalisation = Pick<ImageSplits, 'pixelMean' | 'pixelStd'>;

/** The images at positions `start` (included) to `end` (excluded) of `set`, normalised and otherwise as they are. */
export function assembleBatch(set: ImageSet, norm: Normalisation, start: number, end: number): PlainBatch {
  const size = set.resolution ** 2 * 3;
  const inputs = new Float32Array((end - start) * size);
  for (let image = start, out = 0; image < end; image++) {
    for (let pixel = 0; pixel < size; pixel++, out++) {
      inputs[out] = (set.images[image * size + pixel]! - norm.pixelMean[pixel]!) / norm.pixelStd;
    }
  }
  return { inputs, labels: Int32Array.from(set.labels.subarray(start, end)) };
}

/**
 * The images at positions `start` (included) to `end` (excluded) of an epoch: normalised, padded with zeros,
 * cropped back to their size and flipped as the plan says (He et al. 2015, section 4.2). Padding comes after
 * normalisation, so the border has the value of a mean pixel.
 *
 * @param cropPadding Pixels of padding on each side that the plan was made for.
 */
export function assembleAugmentedBatch(
  set: ImageSet,
  norm: Normalisation,
  plan: EpochPlan,
  cropPadding: number,
  [start, end]: readonly [start: number, end: number],
): PlainBatch {
  const size = set.resolution ** 2 * 3;
  const inputs = new Float32Array((end - start) * size);
  const labels = new Int32Array(end - start);
  for (let position = start; position < end; position++) {
    const image = plan.order[position]!;
    labels[position - start] = set.labels[image]!;
    writeCrop(inputs.subarray((position - start) * size, (position - start + 1) * size), set, norm, {
      image,
      down: plan.top[position]! - cropPadding,
      right: plan.left[position]! - cropPadding,
      flipped: plan.flipped[position] === 1,
    });
  }
  return { inputs, labels };
}

interface Crop {
  /** Number of the image in its set. */
  readonly image: number;
  /** Pixels by which the crop lies below and right of the image itself; negative for above and left. */
  readonly down: number;
  readonly right: number;
  readonly flipped: boolean;
}

/** Writes one crop into `out`, which is zero where the crop reaches into the padding. */
function writeCrop(out: Float32Array, set: ImageSet, norm: Normalisation, crop: Crop): void {
  const { resolution, images } = set;
  const base = crop.image * out.length;
  const firstX = Math.max(0, -crop.right);
  const lastX = Math.min(resolution, resolution - crop.right);
  for (let y = Math.max(0, -crop.down); y < Math.min(resolution, resolution - crop.down); y++) {
    for (let x = firstX; x < lastX; x++) {
      const from = ((y + crop.down) * resolution + x + crop.right) * 3;
      const to = (y * resolution + (crop.flipped ? resolution - 1 - x : x)) * 3;
      for (let channel = 0; channel < 3; channel++) {
        const mean = norm.pixelMean[from + channel]!;
        out[to + channel] = (images[base + from + channel]! - mean) / norm.pixelStd;
      }
    }
  }
}
