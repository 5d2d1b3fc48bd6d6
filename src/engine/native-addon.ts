import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative } from 'node:path';
import { BUILD_LINE, buildFolder, fileNames, hashSources, readRecord, sha256 } from '../../native/record.ts';
import type { Level } from '../../native/toolchain.ts';

/** Kernels of the addon, by name; what each reads is written above its function in `native/addon.cc`. */
export type NativeKernel = 'momentumUpdate';

/**
 * The compiled kernels. They take no arguments but read them from two blocks of numbers, which costs a tenth of
 * handing them over one by one; tensors are byte offsets into the heap.
 */
export interface NativeAddon extends Readonly<Record<NativeKernel, () => void>> {
  /** What the kernels were compiled for, and how many floats one of its vectors has. */
  info(): { readonly level: Level; readonly vectorFloats: number };
  /** The memory that offsets point into. To be called again whenever it has grown: its buffer is another one then. */
  setHeap(buffer: ArrayBuffer): void;
  /** The blocks that arguments are read from: 32-bit integers and 64-bit floats. */
  setArguments(integers: ArrayBuffer, reals: ArrayBuffer): void;
}

/**
 * Loads the compiled kernels after making sure that they can run here.
 *
 * @param folder where they were built
 * @throws Error that says why they cannot be used, and the line that builds them
 */
export function loadNativeAddon(folder = buildFolder): NativeAddon {
  const binary = join(folder, fileNames.binary);
  const record = readRecord(folder);
  if (!record || !existsSync(binary)) {
    throw new Error(
      `its kernels are not built${lastAttempt(folder)}. Build them, with a C++ compiler: ${BUILD_LINE}`,
    );
  }
  const built = `its kernels were built for ${record.platform} on ${record.arch}`;
  if (record.platform !== process.platform || record.arch !== process.arch) {
    throw new Error(`${built}, and this is ${process.platform} on ${process.arch}. ${again}`);
  }
  if (record.sources !== hashSources()) {
    throw new Error(`its kernels were built from other sources than are in native/ now. ${again}`);
  }
  // Before it is loaded: a file that is cut short would end the process.
  if (record.binary !== sha256(readFileSync(binary))) {
    throw new Error(`its kernels in ${relative('.', binary)} are damaged. ${again}`);
  }
  try {
    return createRequire(import.meta.url)(binary) as NativeAddon;
  } catch (cause) {
    const reason = (cause instanceof Error ? cause.message : String(cause)).split('\n')[0];
    throw new Error(`its kernels cannot be loaded: ${reason}. ${again}`, { cause });
  }
}

const again = `Build them again: ${BUILD_LINE}`;

function lastAttempt(folder: string): string {
  const log = join(folder, fileNames.log);
  return existsSync(log) ? `, the last attempt failed (see ${relative('.', log)})` : '';
}
