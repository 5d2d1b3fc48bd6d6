import { createHash } from 'node:crypto';
import { PIXEL_BYTES, SIDE } from '../cifar10/manifest.ts';
import type { RawImages } from '../images/image-set.ts';
import type { ExampleImages } from '../source.ts';
import { drawSynthetic } from './draw.ts';
import { CLASSES, SYNTHETIC_SIZES } from './sizes.ts';

/** The synthetic set with what tells it apart. */
export function syntheticDataset(sizes = SYNTHETIC_SIZES): RawImages {
  const sets = drawSynthetic(sizes);
  const hash = createHash('sha256');
  for (const { labels, images } of [sets.train, sets.test]) hash.update(labels).update(images);
  return { name: 'synthetic', classes: CLASSES, sha256: hash.digest('hex'), ...sets };
}

let whole: RawImages | undefined;

/** Single images of the whole set, which is drawn once in a process. */
export function syntheticImages(): ExampleImages {
  whole ??= syntheticDataset();
  const parts = whole;
  return {
    side: SIDE,
    image(part, index) {
      const { images, labels } = parts[part];
      return {
        label: labels[index]!,
        pixels: images.subarray(index * PIXEL_BYTES, (index + 1) * PIXEL_BYTES),
      };
    },
  };
}
