import type { RawImages } from '../../data/images/image-set.ts';
import { drawSynthetic } from '../../data/synthetic/draw.ts';
import { CLASSES } from '../../data/synthetic/sizes.ts';
import { unpackImages } from '../packed-images.ts';
import type { PackedImages } from '../protocol.ts';

/** As many as are trained and measured on, and a tenth to validate with: drawn in a fraction of a second. */
const DRAWN = { train: 2500, test: 500 };

export type PlaygroundImages = Omit<RawImages, 'sha256'>;

let drawn: PlaygroundImages | undefined;

/** Images of the page, or made-up ones, which are drawn once. */
export function imagesFor(dataset: string, packed: PackedImages | null): PlaygroundImages {
  if (packed) return { name: dataset, classes: CLASSES, ...unpackImages(packed) };
  if (dataset !== 'synthetic') throw new Error(`this page has no images of ${dataset}, only synthetic ones`);
  drawn ??= { name: dataset, classes: CLASSES, ...drawSynthetic(DRAWN) };
  return drawn;
}
