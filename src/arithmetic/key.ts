import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Engine } from '../engine/index.ts';
import { descriptorOf } from '../engine/registry.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Files that decide what is computed, besides what a descriptor names. Any of the project's own could. */
const sources = ['src', 'native/wasm', 'package.json'] as const;

/**
 * All that may decide an engine's arithmetic, as a hash: where it is the same, there is no need to compute anything
 * again. Where it differs, the arithmetic need not.
 */
export function arithmeticKey({ name, device, threads, versions }: Engine): string {
  const { id, arithmetic } = descriptorOf({ name, device });
  const own = arithmetic.decidedBy?.() ?? [];
  const { platform, arch } = process;
  return hash([id, threads, versions, own, platform, arch, processor(), ownSources()]);
}

function processor(): string[] {
  const model = cpus()[0]?.model ?? 'unknown';
  try {
    const flags = /^(flags|Features)\s*:.*$/m.exec(readFileSync('/proc/cpuinfo', 'utf8'))?.[0] ?? '';
    return [model, flags];
  } catch {
    // Not on this system.
    return [model];
  }
}

/** Of all files of this project that could decide a number, as they are now. */
export function ownSources(): string {
  const files = sources.flatMap(name =>
    name.includes('.')
      ? [name]
      : readdirSync(join(root, name), { recursive: true, withFileTypes: true })
          .filter(entry => entry.isFile())
          .map(entry => join(entry.parentPath, entry.name).slice(root.length)),
  );
  return hash(files.sort().map(name => [name, readFileSync(join(root, name)).toString('base64')]));
}

function hash(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}
