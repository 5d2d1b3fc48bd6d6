import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { writeWhole } from '../atomic-file.ts';

const FILE = 'arithmetic.json';

/** Hashes by what decides them, oldest first. */
const memorySchema = z.record(z.string(), z.string().regex(/^[0-9a-f]+$/));

/** As many as several checkouts and versions of Node.js on one machine need. */
const ENTRIES = 64;

/** What was computed before; null where nothing was, or the file cannot be read. */
export async function recall(folder: string, key: string): Promise<string | null> {
  return (await read(folder))[key] ?? null;
}

/**
 * Keeps what was computed. It only saves time: a folder that cannot be written to is no error, and of two processes that
 * write at the same time one may be forgotten.
 */
export async function remember(folder: string, key: string, hash: string): Promise<void> {
  const entries = [...Object.entries(await read(folder)), [key, hash]].slice(-ENTRIES);
  try {
    await mkdir(folder, { recursive: true });
    await writeWhole(join(folder, FILE), `${JSON.stringify(Object.fromEntries(entries), null, 2)}\n`);
  } catch {
    // It is computed again next time.
  }
}

async function read(folder: string): Promise<Record<string, string>> {
  try {
    return memorySchema.parse(JSON.parse(await readFile(join(folder, FILE), 'utf8')));
  } catch {
    return {};
  }
}
