import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import type { FetchRequest } from '../../src/data/cache/origin.ts';
import { type Manifest, PIXEL_BYTES, RECORD_BYTES } from '../../src/data/cifar10/manifest.ts';
import type { ImageSet, ImageSplits } from '../../src/data/images/image-set.ts';
import type { DataConfig } from '../../src/run/config.ts';

/** A data set in the official layout that is small enough for a test: two files of twenty records. */
export const RECORDS_PER_FILE = 20;
export const FILES: Readonly<Record<string, Uint8Array>> = {
  'data_batch_1.bin': madeUpRecords(1),
  'test_batch.bin': madeUpRecords(2),
};
export const MANIFEST: Manifest = {
  files: Object.entries(FILES).map(([name, bytes]) => ({ name, md5: digest('md5', bytes, 'hex') })),
  recordsPerFile: RECORDS_PER_FILE,
};

/** Bytes without a pattern (xorshift), labels that count 0 to 9. */
export function madeUpBytes(length: number, seed: number): Uint8Array {
  let state = seed * 2_654_435_761 || 1;
  return Uint8Array.from({ length }, () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state & 255;
  });
}

function madeUpRecords(seed: number): Uint8Array {
  const bytes = madeUpBytes(RECORDS_PER_FILE * RECORD_BYTES, seed);
  for (let i = 0; i < RECORDS_PER_FILE; i++) bytes[i * RECORD_BYTES] = i % 10;
  return bytes;
}

export function digest(algorithm: string, bytes: Uint8Array, encoding: 'hex' | 'base64'): string {
  return createHash(algorithm).update(bytes).digest(encoding);
}

/** A folder that is removed after the test. */
export async function temporaryFolder(t: ExecutionContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'degradation-lab-test-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

export async function writeFiles(folder: string, files: Readonly<Record<string, Uint8Array>> = FILES) {
  await mkdir(folder, { recursive: true });
  for (const [name, bytes] of Object.entries(files)) await writeFile(join(folder, name), bytes);
}

/** Names in a folder that a person would see or trip over, sorted. */
export async function namesIn(folder: string): Promise<string[]> {
  return (await readdir(folder)).sort();
}

/** A source that counts how often it is asked and delivers `files`, or throws what it is given instead. */
export function fakeSource(label: string, delivers: Readonly<Record<string, Uint8Array>> | Error = FILES) {
  const source = {
    label,
    calls: 0,
    async fetch({ target }: Pick<FetchRequest<never>, 'target'>) {
      source.calls++;
      if (delivers instanceof Error) throw delivers;
      await writeFiles(target, delivers);
    },
  };
  return source;
}

/** `count` images of `resolution` pixels a side, labels counting 0 to 9; all made-up. */
export function madeUpSet(count: number, resolution: number, seed = 1): ImageSet {
  return {
    images: madeUpBytes(count * resolution * resolution * 3, seed),
    labels: Uint8Array.from({ length: count }, (_, i) => i % 10),
    count,
    resolution,
  };
}

/** Splits around one made-up set, with statistics that tell pixels apart. */
export function madeUpSplits(count: number, resolution: number): ImageSplits {
  const train = madeUpSet(count, resolution);
  const pixelMean = Float32Array.from({ length: resolution * resolution * 3 }, (_, i) => 100 + (i % 50));
  return { train, trainEval: train, val: train, test: train, pixelMean, pixelStd: 60 };
}

export type ImageDataConfig = Extract<DataConfig, { readonly dataset: 'cifar10' | 'synthetic' }>;

/** The data of a run that is known to learn from images. */
export function imagesOf(data: DataConfig): ImageDataConfig {
  if ('resolution' in data) return data;
  throw new Error(`${data.dataset} has no images`);
}

export function dataConfig(changes: Partial<ImageDataConfig> = {}): ImageDataConfig {
  return {
    dataset: 'synthetic',
    resolution: 32,
    augmentation: { cropPadding: 4, flip: true },
    trainSize: 100,
    trainEvalSize: 50,
    valSize: 20,
    testSize: 30,
    ...changes,
  };
}

/** Bytes of one image of the official layout, as a set would hold them. */
export const IMAGE_BYTES = PIXEL_BYTES;

export const quiet = { onProgress: () => {}, signal: undefined };
