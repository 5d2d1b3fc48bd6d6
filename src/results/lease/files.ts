import { link, mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { writeWhole } from '../../atomic-file.ts';

/**
 * What leases need of a file system: operations of which each happens whole and once on a local disk and on NFS, apart
 * from the answer, which may be lost there. Errors have the codes of Node.js.
 */
export interface LeaseFiles {
  /** Names; none where there is no folder. */
  list(folder: string): Promise<string[]>;
  /** With those around it; no error when it is there. */
  makeFolder(path: string): Promise<void>;
  write(path: string, text: string): Promise<void>;
  /** `null` where there is none. */
  read(path: string): Promise<string | null>;
  /** @throws EEXIST */
  link(from: string, to: string): Promise<void>;
  /** @throws ENOENT */
  rename(from: string, to: string): Promise<void>;
  /** File or folder; no error where there is none. */
  remove(path: string): Promise<void>;
}

export const diskFiles: LeaseFiles = {
  list: folder => readdir(folder).catch(absent([])),
  async makeFolder(path) {
    await mkdir(path, { recursive: true });
  },
  write: writeWhole,
  read: path => readFile(path, 'utf8').catch(absent(null)),
  link,
  rename,
  remove: path => rm(path, { recursive: true, force: true }),
};

/** ESTALE is what NFS says of something that was replaced since it was last looked at. */
function absent<T>(value: T) {
  return (error: NodeJS.ErrnoException): T => {
    if (['ENOENT', 'ENOTDIR', 'ESTALE'].includes(error.code ?? '')) return value;
    throw error;
  };
}
