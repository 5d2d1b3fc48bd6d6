import { PIXEL_BYTES, PLANE, RECORD_BYTES } from './manifest.ts';

/** Where `readRecords` puts what it reads: images `[count, 32, 32, 3]` and labels `[count]`. */
export interface RecordTarget {
  readonly images: Uint8Array;
  readonly labels: Uint8Array;
}

/**
 * Reads records of the official binary layout into `target`, from image number `first` on. The planes of a
 * record become pixels with R, G and B side by side, the order that TensorFlow.js convolves fastest.
 */
export function readRecords(records: Uint8Array, target: RecordTarget, first: number): void {
  const count = records.length / RECORD_BYTES;
  for (let image = 0; image < count; image++) {
    const red = image * RECORD_BYTES + 1;
    target.labels[first + image] = records[red - 1]!;
    let out = (first + image) * PIXEL_BYTES;
    for (let pixel = red; pixel < red + PLANE; pixel++) {
      target.images[out++] = records[pixel]!;
      target.images[out++] = records[pixel + PLANE]!;
      target.images[out++] = records[pixel + 2 * PLANE]!;
    }
  }
}

/** The inverse of `readRecords`: images `[count, 32, 32, 3]` and labels `[count]` to official records. */
export function toRecords(images: Uint8Array, labels: ArrayLike<number>): Uint8Array {
  const records = new Uint8Array(labels.length * RECORD_BYTES);
  for (let image = 0; image < labels.length; image++) {
    const red = image * RECORD_BYTES + 1;
    records[red - 1] = labels[image]!;
    let from = image * PIXEL_BYTES;
    for (let pixel = red; pixel < red + PLANE; pixel++) {
      records[pixel] = images[from++]!;
      records[pixel + PLANE] = images[from++]!;
      records[pixel + 2 * PLANE] = images[from++]!;
    }
  }
  return records;
}
