import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative } from 'node:path';
import {
  BUILD_LINE,
  type BuildRecord,
  buildFolder,
  fileNames,
  hashSources,
  readRecord,
  sha256,
} from '../../native/record.ts';
import type { NativeKernel } from '../../native/signatures.ts';
import type { Level } from '../../native/toolchain.ts';

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
  /** Several calls: their number, then before the arguments of each its kernel's place among the `signatures`. */
  replay(): void;
}

/**
 * Loads the compiled kernels after making sure that they can run here.
 *
 * @param folder where they were built
 * @throws Error that says why they cannot be used, and the line that builds them
 */
export function loadNativeAddon(folder = buildFolder()): NativeAddon {
  const binary = join(folder, fileNames.binary);
  const problem = problemWith(binary, readRecord(folder));
  if (problem) throw new Error(`its kernels ${problem}. ${remedy(folder)}`);
  try {
    return createRequire(import.meta.url)(binary) as NativeAddon;
  } catch (cause) {
    const reason = (cause instanceof Error ? cause.message : String(cause)).split('\n')[0];
    throw new Error(`its kernels cannot be loaded: ${reason}. ${remedy(folder)}`, { cause });
  }
}

/** Why kernels that were built once are of no use now; null where they are, and where none were ever built. */
export function whyPassedOver(folder = buildFolder()): string | null {
  if (!readRecord(folder)) return null;
  try {
    loadNativeAddon(folder);
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}

/** What can be told without loading it; whether the processor has all that it takes, the binary itself looks up. */
function problemWith(binary: string, record: BuildRecord | null): string | null {
  if (!record || !existsSync(binary)) return 'are not built';
  const { platform, arch } = process;
  if (record.platform !== platform || record.arch !== arch) {
    return `were built for ${record.platform} ${record.arch}, and this is ${platform} ${arch}`;
  }
  if (record.sources !== hashSources()) return 'were built from other sources than are in native/ now';
  // A file that is cut short would end the process that loads it.
  if (record.binary !== sha256(readFileSync(binary))) return `in ${relative('.', binary)} are damaged`;
  return null;
}

function remedy(folder: string): string {
  const log = join(folder, fileNames.log);
  const lastAttempt = existsSync(log) ? `; the last attempt failed, see ${relative('.', log)}` : '';
  return `To build them, with a C++ compiler: ${BUILD_LINE}${lastAttempt}`;
}
