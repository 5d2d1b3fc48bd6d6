/** Classes of CIFAR-10; labels are 0 to 9. */
export const CLASSES = 10;
/** Pixels a side of a CIFAR image. */
export const SIDE = 32;
/** Pixels of one image in one channel. */
export const PLANE = SIDE * SIDE;
/** Bytes of one image. */
export const PIXEL_BYTES = 3 * PLANE;
/** Bytes of one record of the official binary layout: a label, then the R, G and B planes in row order. */
export const RECORD_BYTES = 1 + PIXEL_BYTES;

/** The files that make up a data set in the official binary layout. The last one holds the test images. */
export interface Manifest {
  readonly files: readonly { readonly name: string; readonly md5: string }[];
  readonly recordsPerFile: number;
}

/** CIFAR-10 as published by Krizhevsky (2009), with the MD5 sums of the official binary version. */
export const CIFAR10: Manifest = {
  files: [
    { name: 'data_batch_1.bin', md5: '5dd7e06a14cb22eb9f671a540d1b7c25' },
    { name: 'data_batch_2.bin', md5: '5ea93a67294ea407fff1d09f752e9692' },
    { name: 'data_batch_3.bin', md5: '942cd6a4bcdd0dd3c604fbe906cb4421' },
    { name: 'data_batch_4.bin', md5: 'ae636b3ba5c66a11e91e8cb52e771fcb' },
    { name: 'data_batch_5.bin', md5: '53f37980c15c3d472c316c40844f3f0d' },
    { name: 'test_batch.bin', md5: '803d5f7f4d78ea53de84dbe85f74fb6d' },
  ],
  recordsPerFile: 10_000,
};

/** Bytes of each file. */
export function fileBytes(manifest: Manifest): number {
  return manifest.recordsPerFile * RECORD_BYTES;
}

/** Bytes of all files. */
export function totalBytes(manifest: Manifest): number {
  return manifest.files.length * fileBytes(manifest);
}
