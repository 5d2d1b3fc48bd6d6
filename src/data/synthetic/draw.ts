import { randomStream } from '../../random.ts';
import { PIXEL_BYTES, SIDE } from '../cifar10/manifest.ts';
import type { ImageSet } from '../images/image-set.ts';
import { imagePainter } from './image.ts';
import { CLASSES, SYNTHETIC_SIZES } from './sizes.ts';

/** Never changes, and has nothing to do with the seed of a run: like CIFAR-10, the set is what it is. */
const GENERATOR_SEED = 20_151_210;

/**
 * A procedural stand-in for CIFAR-10 (32×32×3, ten balanced classes) for tests and for machines with no network, as far
 * as these sizes go. The same bytes on every machine. What it is made of is told in `image.ts`.
 */
export function drawSynthetic({ train, test } = SYNTHETIC_SIZES): { train: ImageSet; test: ImageSet } {
  return { train: draw('train', train), test: draw('test', test) };
}

function draw(split: string, count: number): ImageSet {
  const paint = imagePainter(SIDE, randomStream(GENERATOR_SEED, 'synthetic', split));
  const images = new Uint8Array(count * PIXEL_BYTES);
  const labels = new Uint8Array(count);
  for (let image = 0; image < count; image++) {
    labels[image] = image % CLASSES;
    paint(labels[image]!, images, image * PIXEL_BYTES);
  }
  return { images, labels, count, resolution: SIDE };
}
