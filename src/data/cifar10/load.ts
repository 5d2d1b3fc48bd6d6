import { join } from 'node:path';
import { cacheRoot, removeLeftovers } from '../cache/cache-folder.ts';
import { type CachedSet, fillCache } from '../cache/fill-cache.ts';
import type { Source } from '../cache/origin.ts';
import { DamagedFileError } from '../errors.ts';
import type { ImageSet, RawImages } from '../images/image-set.ts';
import type { LoadOptions } from '../types.ts';
import { CIFAR10, CLASSES, type Manifest, PIXEL_BYTES, SIDE, totalBytes } from './manifest.ts';
import { readNamedFolder } from './named-folder.ts';
import { npmSource } from './npm-source.ts';
import { officialSource } from './official-source.ts';
import { readRecords } from './records.ts';
import { hasAllFiles, readVerified, type VisitFile } from './verified-files.ts';

/** What tests replace. */
export interface Cifar10Options extends LoadOptions {
  readonly manifest?: Manifest;
  /** Where to fetch from when there is no cache, in order. */
  readonly sources?: readonly Source<Manifest>[];
}

/** Loads CIFAR-10, fetching it first if need be. @throws DataError, see `visitCifar10`. */
export async function loadCifar10(options: Cifar10Options = {}): Promise<RawImages> {
  const { files, recordsPerFile } = options.manifest ?? CIFAR10;
  const train = emptySet((files.length - 1) * recordsPerFile);
  const test = emptySet(recordsPerFile);
  const sha256 = await visitCifar10(options, (records, index) => {
    const last = index === files.length - 1;
    readRecords(records, last ? test : train, last ? 0 : index * recordsPerFile);
  });
  return { name: 'cifar10', classes: CLASSES, sha256, train, test };
}

/** Makes sure that a later `loadCifar10` needs no network; returns the SHA-256 of the data set. */
export async function ensureCifar10(options: Cifar10Options = {}): Promise<string> {
  return visitCifar10(options, () => {});
}

/** Whether the files are at hand, by name and size alone: cheap, and no promise that they are intact. */
export async function isCifar10AtHand(options: Cifar10Options = {}): Promise<boolean> {
  return (await filesAtHand(options)) !== null;
}

/** The folder that they are in, judged in the same way; `null` where there is none. */
export async function filesAtHand(options: Cifar10Options = {}): Promise<string | null> {
  const { named, folder, manifest } = resolveOptions(options);
  const folders = named === undefined ? [folder] : [named, join(named, 'cifar-10-batches-bin')];
  for (const one of folders) if (await hasAllFiles(one, manifest)) return one;
  return null;
}

/**
 * Hands the verified files to `visit`: from the folder in `CIFAR10_DIR` if it is set, else from the cache,
 * filled first if it is empty or damaged. May start over, with the first file again, if the cache is damaged.
 *
 * @returns SHA-256 (hex) over the files.
 * @throws DataError if the named folder is wrong, or if no source delivers.
 */
async function visitCifar10(options: Cifar10Options, visit: VisitFile): Promise<string> {
  const { named, root, folder, manifest, sources, onProgress, signal } = resolveOptions(options);
  const reading = { onProgress, signal };
  signal?.throwIfAborted();
  if (named !== undefined) return readNamedFolder(named, manifest, visit, reading);
  await removeLeftovers(root);
  try {
    return await readVerified(folder, manifest, visit, reading);
  } catch (error) {
    if (!(error instanceof DamagedFileError)) throw error;
    await fillCache(error, { root, folder, set: cachedSet(manifest), sources, ...reading });
  }
  return readVerified(folder, manifest, visit, reading);
}

function cachedSet(manifest: Manifest): CachedSet<Manifest> {
  return {
    title: 'CIFAR-10',
    manifest,
    bytes: totalBytes(manifest),
    verify: (folder, reading) => readVerified(folder, manifest, () => {}, reading),
    notTried: ['CIFAR10_DIR: not set'],
    wayOut: [
      'What to do: download cifar-10-binary.tar.gz on a machine that can, unpack it and set CIFAR10_DIR to the',
      'folder; or run with --dataset synthetic, which needs no download.',
    ],
  };
}

function resolveOptions(options: Cifar10Options) {
  const env = options.env ?? process.env;
  const root = options.cacheDir ?? cacheRoot(env);
  return {
    named: env.CIFAR10_DIR || undefined,
    root,
    folder: join(root, 'cifar10'),
    manifest: options.manifest ?? CIFAR10,
    sources: options.sources ?? [npmSource(env), officialSource()],
    onProgress: options.onProgress ?? (() => {}),
    signal: options.signal,
  };
}

function emptySet(count: number): ImageSet {
  return {
    images: new Uint8Array(count * PIXEL_BYTES),
    labels: new Uint8Array(count),
    count,
    resolution: SIDE,
  };
}
