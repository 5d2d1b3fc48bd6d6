import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { ReadOptions } from '../cache/verified-file.ts';
import { DataError, reasonOf } from '../errors.ts';
import type { Manifest } from './manifest.ts';
import { readVerified, type VisitFile } from './verified-files.ts';

/** The folder inside the official archive. */
const ARCHIVE_FOLDER = 'cifar-10-batches-bin';

/**
 * Reads the data set from the folder that the user named in `CIFAR10_DIR`: the `.bin` files, or the folder
 * `cifar-10-batches-bin` that holds them. Whoever names a folder wants that one, so nothing else is tried.
 *
 * @returns SHA-256 (hex) over the files.
 * @throws DataError with the file and the expected and received size or MD5.
 */
export async function readNamedFolder(
  named: string,
  manifest: Manifest,
  visit: VisitFile,
  options: ReadOptions,
): Promise<string> {
  const folder = await findFiles(resolve(named), manifest);
  try {
    return await readVerified(folder, manifest, visit, options);
  } catch (error) {
    options.signal?.throwIfAborted();
    throw new DataError(`CIFAR10_DIR: ${reasonOf(error)}. ${ADVICE}`, { cause: error });
  }
}

const ADVICE =
  'Unpack a fresh cifar-10-binary.tar.gz there, or unset CIFAR10_DIR to have the data fetched for you.';

async function findFiles(folder: string, manifest: Manifest): Promise<string> {
  const names = await list(folder);
  if (manifest.files.some(({ name }) => names.includes(name))) return folder;
  if (names.includes(ARCHIVE_FOLDER)) return join(folder, ARCHIVE_FOLDER);
  const python = names.some(name => /^(data_batch_1|cifar-10-batches-py)$/.test(name));
  const hint = python ? ' It looks like the Python version of CIFAR-10; the binary version is needed.' : '';
  throw new DataError(
    `CIFAR10_DIR: ${folder} has neither ${manifest.files[0]!.name} nor ${ARCHIVE_FOLDER}/.${hint} ${ADVICE}`,
  );
}

async function list(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    throw new DataError(`CIFAR10_DIR: cannot read the folder ${folder} (${reasonOf(error)}). ${ADVICE}`, {
      cause: error,
    });
  }
}
