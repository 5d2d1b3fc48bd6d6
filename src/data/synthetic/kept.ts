import { createHash } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeWhole } from '../../atomic-file.ts';
import { cacheRoot } from '../cache/cache-folder.ts';
import { PIXEL_BYTES, SIDE } from '../cifar10/manifest.ts';
import type { ImageSet, RawImages } from '../images/image-set.ts';
import type { ExampleImages } from '../source.ts';
import { syntheticDataset } from './generate.ts';
import { CLASSES, SYNTHETIC_SIZES } from './sizes.ts';

/** Of the whole set: labels and images to train on, labels and images to test on. */
export const SYNTHETIC_SHA256 = 'bc8182b208c985e0f4c3ad0265632d711f06d5c347d62e28b186e6961fca3e9f';

/**
 * The whole set, drawn once a machine and kept in the cache: drawing takes each process two seconds, reading a
 * twentieth of that. What is there is used only if its digest is right; where nothing can be kept, it is drawn.
 *
 * @param folder that holds the cache
 */
export async function wholeSynthetic(
  folder = cacheRoot(process.env),
  draw = syntheticDataset,
): Promise<RawImages> {
  const path = join(folder, `synthetic-${SYNTHETIC_SHA256.slice(0, 8)}.bin`);
  const kept = await readFile(path).catch(() => null);
  if (kept && createHash('sha256').update(kept).digest('hex') === SYNTHETIC_SHA256) return fromBytes(kept);
  const drawn = draw();
  // Another digest would be read by nobody.
  if (drawn.sha256 === SYNTHETIC_SHA256) await keep(path, folder, drawn).catch(() => {});
  return drawn;
}

async function keep(path: string, folder: string, { train, test }: RawImages): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeWhole(path, Buffer.concat([train, test].flatMap(({ labels, images }) => [labels, images])));
}

function fromBytes(bytes: Uint8Array): RawImages {
  const testAt = SYNTHETIC_SIZES.train * (1 + PIXEL_BYTES);
  return {
    name: 'synthetic',
    classes: CLASSES,
    sha256: SYNTHETIC_SHA256,
    train: imagesIn(bytes.subarray(0, testAt), SYNTHETIC_SIZES.train),
    test: imagesIn(bytes.subarray(testAt), SYNTHETIC_SIZES.test),
  };
}

function imagesIn(bytes: Uint8Array, count: number): ImageSet {
  return { labels: bytes.subarray(0, count), images: bytes.subarray(count), count, resolution: SIDE };
}

let whole: Promise<RawImages> | undefined;

/** Single images of the whole set, which is read once in a process: a page that is renewed asks after every epoch. */
export async function syntheticImages(): Promise<ExampleImages> {
  whole ??= wholeSynthetic();
  const parts = await whole;
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
