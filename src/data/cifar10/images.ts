import { closeSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import type { ExampleImages } from '../source.ts';
import { type Cifar10Options, filesAtHand } from './load.ts';
import { CIFAR10, PIXEL_BYTES, RECORD_BYTES, SIDE } from './manifest.ts';
import { readRecords } from './records.ts';

/** Single images from the files that `loadCifar10` would read, which are not verified here; `null` where there are none. */
export async function openCifar10Images(options: Cifar10Options = {}): Promise<ExampleImages | null> {
  const folder = await filesAtHand(options);
  if (folder === null) return null;
  const { files, recordsPerFile } = options.manifest ?? CIFAR10;
  return {
    side: SIDE,
    image(part, index) {
      const file = part === 'train' ? Math.floor(index / recordsPerFile) : files.length - 1;
      const record = readAt(join(folder, files[file]!.name), (index % recordsPerFile) * RECORD_BYTES);
      const image = { images: new Uint8Array(PIXEL_BYTES), labels: new Uint8Array(1) };
      readRecords(record, image, 0);
      return { label: image.labels[0]!, pixels: image.images };
    },
  };
}

function readAt(path: string, position: number): Uint8Array {
  const record = new Uint8Array(RECORD_BYTES);
  const file = openSync(path, 'r');
  try {
    readSync(file, record, 0, RECORD_BYTES, position);
    return record;
  } finally {
    closeSync(file);
  }
}
