import { execFile } from 'node:child_process';
import { appendFile, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Round } from './round.ts';

/** Why there can be no small disks here; null where there can. */
export function whyNoMount(): string | null {
  const isRoot = process.platform === 'linux' && process.getuid?.() === 0;
  return isRoot ? null : 'only root on Linux mounts small disks';
}

/** Makes a folder a disk of its own, until the round is over. */
export async function smallDisk(round: Round, folder: string, mebibytes: number): Promise<string> {
  await mkdir(folder, { recursive: true });
  await promisify(execFile)('mount', ['-t', 'tmpfs', '-o', `size=${mebibytes}m`, 'tmpfs', folder]);
  round.afterwards(() => promisify(execFile)('umount', ['--lazy', folder]));
  return folder;
}

/** Leaves no byte. @returns makes room again */
export async function fill(folder: string): Promise<() => Promise<void>> {
  const ballast = join(folder, 'ballast');
  for (const bytes of [2 ** 20, 4096, 1]) {
    const piece = Buffer.alloc(bytes);
    const hasRoom = () =>
      appendFile(ballast, piece).then(
        () => true,
        () => false,
      );
    while (await hasRoom());
  }
  return () => rm(ballast, { force: true });
}
