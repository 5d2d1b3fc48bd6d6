import { createHash } from 'node:crypto';
import { randomStream } from '../../random.ts';
import { PIXEL_BYTES, SIDE } from '../cifar10/manifest.ts';
import type { ImageSet, RawImages } from '../images/image-set.ts';
import type { ExampleImages } from '../source.ts';
import { imagePainter } from './image.ts';
import { CLASSES, SYNTHETIC_SIZES } from './sizes.ts';

/** Never changes, and has nothing to do with the seed of a run: like CIFAR-10, the set is what it is. */
const GENERATOR_SEED = 20_151_210;

/**
 * A procedural stand-in for CIFAR-10 (32×32×3, ten balanced classes) for tests and for machines with no
 * network. The same bytes on every machine. What it is made of is told in `synthetic-image.ts`.
 */
export function syntheticDataset({ train, test } = SYNTHETIC_SIZES): RawImages {
  const sets = { train: generate('train', train), test: generate('test', test) };
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

function generate(split: string, count: number): ImageSet {
  const paint = imagePainter(SIDE, randomStream(GENERATOR_SEED, 'synthetic', split));
  const images = new Uint8Array(count * PIXEL_BYTES);
  const labels = new Uint8Array(count);
  for (let image = 0; image < count; image++) {
    labels[image] = image % CLASSES;
    paint(labels[image]!, images, image * PIXEL_BYTES);
  }
  return { images, labels, count, resolution: SIDE };
}
