import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { type ReadOptions, readInto, requireSize } from '../cache/verified-file.ts';
import { DamagedFileError } from '../errors.ts';
import { fileBytes, type Manifest, totalBytes } from './manifest.ts';

/**
 * Receives each file once its bytes are known to be right; `index` counts from 0 in manifest order. `records` is
 * overwritten by the next file.
 */
export type VisitFile = (records: Uint8Array, index: number) => void;

/**
 * Reads every file of `manifest` from `folder`, checks size and MD5, and hands each one to `visit`. All files
 * share one buffer, since each worker does this and 31 MB of garbage a file adds up.
 *
 * @returns SHA-256 (hex) over all files in order.
 * @throws DamagedFileError at the first file that is missing or wrong.
 */
export async function readVerified(
  folder: string,
  manifest: Manifest,
  visit: VisitFile,
  { onProgress, signal }: ReadOptions,
): Promise<string> {
  const whole = createHash('sha256');
  const total = totalBytes(manifest);
  const bytes = new Uint8Array(fileBytes(manifest));
  for (const [index, { name, md5 }] of manifest.files.entries()) {
    signal?.throwIfAborted();
    const path = join(folder, name);
    await requireSize(path, name, fileBytes(manifest));
    onProgress({ stage: 'verify', done: index * fileBytes(manifest), total });
    await readInto(bytes, path);
    const received = createHash('md5').update(bytes).digest('hex');
    if (received !== md5) {
      throw new DamagedFileError(path, name, `is corrupt: expected MD5 ${md5}, got ${received}`);
    }
    whole.update(bytes);
    visit(bytes, index);
  }
  onProgress({ stage: 'verify', done: total, total });
  return whole.digest('hex');
}

/** Whether all files are there with the right size; cheap, and says nothing about their bytes. */
export async function hasAllFiles(folder: string, manifest: Manifest): Promise<boolean> {
  try {
    for (const { name } of manifest.files) await requireSize(join(folder, name), name, fileBytes(manifest));
    return true;
  } catch (error) {
    if (error instanceof DamagedFileError) return false;
    throw error;
  }
}
