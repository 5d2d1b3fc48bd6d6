import { readFile, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';

/** At the end of the name of a file that is packed by gzip. */
export const PACKED = '.gz';

/** The text of a file, which may lie there packed, with `.gz` after its name. @throws Error with the code ENOENT if neither is there */
export async function readPackedOrNot(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    const packed = await readFile(path + PACKED).catch(() => null);
    if (!packed) throw error;
    return unpacked(packed, path + PACKED);
  }
}

async function unpacked(packed: Buffer, path: string): Promise<string> {
  try {
    return (await promisify(gunzip)(packed)).toString();
  } catch (cause) {
    throw new Error(`${path} is damaged: ${(cause as Error).message}`, { cause });
  }
}

/** Writes a file packed, with `.gz` after its name; the same text makes the same bytes. */
export async function packFile(from: string, to: string): Promise<void> {
  await writeFile(to + PACKED, await promisify(gzip)(await readFile(from), { level: 9 }));
}
