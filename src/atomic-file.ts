import { randomUUID } from 'node:crypto';
import { type FileHandle, mkdir, open, rename, rm, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Changes files, each as a whole. */
export interface FileWriter {
  /** Makes the folder too. */
  write(path: string, data: string | Uint8Array): Promise<void>;
  /** No error where there is none. */
  remove(path: string): Promise<void>;
  /** File or folder, within one disk; no error where there is none. */
  move(from: string, to: string): Promise<void>;
}

/** For folders that nobody else writes. */
export const anyWriter: FileWriter = {
  async write(path, data) {
    await mkdir(dirname(path), { recursive: true });
    await writeWhole(path, data);
  },
  remove: path => rm(path, { force: true }),
  move: (from, to) =>
    rename(from, to).catch(error => {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }),
};

/**
 * Writes a file so that, whenever the process dies, it is the old one or the new one: to a temporary name, synced, then
 * renamed. Names are random: those made of process numbers meet those of other containers.
 *
 * @param temporaryFolder on the same file system
 * @throws StorageFullError
 */
export async function writeWhole(
  path: string,
  data: string | Uint8Array,
  temporaryFolder = dirname(path),
): Promise<void> {
  await inPlaceOf(path, temporaryFolder, Buffer.byteLength(data), temporary => writeSynced(temporary, data));
}

/**
 * The same for what is too large to be held in memory.
 *
 * @param fill writes all of it to a file of another name, which is not there yet
 * @throws StorageFullError
 */
export async function writeWholeBy(path: string, fill: (temporary: string) => Promise<void>): Promise<void> {
  await inPlaceOf(path, dirname(path), null, async temporary => {
    await fill(temporary);
    await synced(temporary, 'r+', async () => {});
  });
}

/** @param bytes as far as they are known */
async function inPlaceOf(
  path: string,
  temporaryFolder: string,
  bytes: number | null,
  write: (temporary: string) => Promise<void>,
): Promise<void> {
  const temporary = join(temporaryFolder, `${randomUUID()}.tmp`);
  try {
    await write(temporary);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {});
    throw await explained(error, path, bytes);
  }
}

function writeSynced(path: string, data: string | Uint8Array): Promise<void> {
  return synced(path, 'wx', file => file.writeFile(data));
}

async function synced(
  path: string,
  flags: string,
  write: (file: FileHandle) => Promise<void>,
): Promise<void> {
  const file = await open(path, flags);
  try {
    await write(file);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function explained(error: unknown, path: string, bytes: number | null): Promise<unknown> {
  if (!['ENOSPC', 'EDQUOT'].includes((error as NodeJS.ErrnoException).code ?? '')) return error;
  const free = await statfs(dirname(path)).then(
    ({ bavail, bsize }) => `${bavail * bsize} bytes are free`,
    () => 'how much is free is not known',
  );
  const need = bytes === null ? '' : `it needs ${bytes} bytes, `;
  return new StorageFullError(`${path} cannot be written: ${need}${free} there`, { cause: error });
}

/** No room where results or reports are kept, or no more of it for this user. Nothing that goes on could be kept. */
export class StorageFullError extends Error {
  override name = 'StorageFullError';
}
