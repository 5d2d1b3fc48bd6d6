/** Where the compiled kernels lie, and the note beside them that says what they were built from. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const sourceFolder = fileURLToPath(new URL('.', import.meta.url));

/** Where the binary goes and is looked for; machines that share a checkout can have a folder each. */
export function buildFolder(): string {
  return process.env.DEGRADATION_LAB_NATIVE || join(sourceFolder, 'build');
}

export const fileNames = { binary: 'kernels.node', record: 'kernels.json', log: 'build.log' } as const;

/** The line that builds, for all messages. */
export const BUILD_LINE = 'npm run build:native';

/** Everything that decides what the binary is. */
export interface Ingredients {
  /** SHA-256 over the names and contents of all sources. */
  readonly sources: string;
  readonly platform: string;
  readonly arch: string;
  readonly level: string;
  /** Name and version: `c++ 12.2.0`. */
  readonly compiler: string;
  readonly flags: readonly string[];
}

export interface BuildRecord extends Ingredients {
  /** SHA-256 of the binary: a damaged one can crash the process that loads it. */
  readonly binary: string;
}

/**
 * SHA-256 over everything that the binary is made by: C++ sources and headers, the table of arguments that both sides
 * go by, and the scripts that decide how they are compiled. Every such file in the folder belongs to them.
 */
export function hashSources(folder = sourceFolder): string {
  const hash = createHash('sha256');
  const scripts = ['signatures.ts', 'header.ts', 'compile.ts', 'toolchain.ts'];
  for (const name of namesEnding(folder, '.cc', '.h', ...scripts)) {
    hash
      .update(`${name}\0`)
      .update(readFileSync(join(folder, name)))
      .update('\0');
  }
  return hash.digest('hex');
}

export function namesEnding(folder: string, ...endings: string[]): string[] {
  return readdirSync(folder)
    .filter(name => endings.some(ending => name.endsWith(ending)))
    .sort();
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** What is known of a build; null where there is none, or none that can be read. */
export function readRecord(folder: string): BuildRecord | null {
  try {
    return JSON.parse(readFileSync(join(folder, fileNames.record), 'utf8')) as BuildRecord;
  } catch {
    return null;
  }
}
