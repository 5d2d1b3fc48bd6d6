import type { ImageSet, RawImages } from '../data/images/image-set.ts';
import { resize } from '../data/images/resize.ts';
import { pick } from '../data/images/subset.ts';
import { balancedOrder } from '../data/split-order.ts';
import type { PackedImages } from './protocol.ts';

/** What a page can carry of a data set: the first images of every class, made smaller. */
export function packImages(
  raw: Pick<RawImages, 'classes' | 'train' | 'test'>,
  { train, test, resolution }: Omit<PackedImages, 'bytes'>,
): PackedImages {
  const parts = [of(raw.train, train), of(raw.test, test)].flatMap(set => [set.labels, set.images]);
  return { bytes: Buffer.concat(parts).toString('base64'), train, test, resolution };

  function of(set: ImageSet, count: number): ImageSet {
    return resize(pick(set, balancedOrder(set.labels, raw.classes).subarray(0, count)), resolution);
  }
}

/** The images of a page again: labels, then pixels, of those to train on, then of those to test on. */
export function unpackImages({ bytes, train, test, resolution }: PackedImages): {
  train: ImageSet;
  test: ImageSet;
} {
  const all = decoded(bytes);
  const size = resolution ** 2 * 3;
  const set = (start: number, count: number): ImageSet => ({
    labels: all.subarray(start, start + count),
    images: all.subarray(start + count, start + count * (1 + size)),
    count,
    resolution,
  });
  return { train: set(0, train), test: set(train * (1 + size), test) };
}

/** Bytes of Base64, in a browser too. */
export function decoded(base64: string): Uint8Array {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}
