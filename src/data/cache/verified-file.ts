import { open, stat } from 'node:fs/promises';
import { DamagedFileError, errorCode } from '../errors.ts';
import type { OnProgress } from '../types.ts';

export interface ReadOptions {
  readonly onProgress: OnProgress;
  readonly signal: AbortSignal | undefined;
}

/** @throws DamagedFileError for a file that is missing, or of another size */
export async function requireSize(path: string, name: string, expected: number): Promise<void> {
  const size = await sizeOf(path);
  if (size === undefined) throw new DamagedFileError(path, name, 'is missing', { missing: true });
  if (size === expected) return;
  const what = size < expected ? 'is truncated' : 'is too long';
  throw new DamagedFileError(path, name, `${what}: expected ${expected} bytes, got ${size}`);
}

/** Fills `bytes` with the beginning of a file. @throws Error if there are fewer */
export async function readInto(bytes: Uint8Array, path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    // One read may return less than it is asked for.
    for (let done = 0; done < bytes.length; ) {
      const { bytesRead } = await handle.read(bytes, done, bytes.length - done, done);
      if (bytesRead === 0) throw new Error(`${path} changed while it was read`);
      done += bytesRead;
    }
  } finally {
    await handle.close();
  }
}

async function sizeOf(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') return undefined;
    throw error;
  }
}
