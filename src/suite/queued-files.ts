import { createHash } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeWhole } from '../atomic-file.ts';
import type { Connection } from '../queue/connection.ts';
import type { SubmittedFile } from '../queue/lane.ts';
import type { RegularizerFile } from '../regularizers/files.ts';
import { UsageError } from '../usage-error.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** What a module imports, whether as a value or as a type. */
const IMPORTS = /(?:\bfrom\s*|\bimport\s*\(?\s*)(['"])([^'"]+)\1/g;

/**
 * A file of a user's own as it travels with the runs that name it: by its content.
 *
 * @throws UsageError for one that lies outside of the project, or imports files that do not come with it
 */
export async function submittedFile({ path, sha256 }: RegularizerFile): Promise<SubmittedFile> {
  const place = relative(root, path);
  if (place.startsWith('..')) {
    throw new UsageError(
      `--regularizer: ${path} lies outside of the project, so that workers could not load it; move it to ${root}`,
    );
  }
  const content = await readFile(path);
  for (const [, , imported] of content.toString('utf8').matchAll(IMPORTS)) {
    if (!imported!.startsWith('.')) continue;
    const target = relative(root, resolve(dirname(path), imported!));
    if (target.startsWith(`src${sep}`)) continue;
    throw new UsageError(
      `--regularizer: ${path} imports ${imported}, which does not travel with it: to a queue goes a single file that imports from src/ and from packages alone`,
    );
  }
  return { sha256, path: place.split(sep).join('/'), content };
}

/**
 * Writes files that came with runs to where their imports are found, under names that git does not look at.
 *
 * @param hashes separated by blanks
 */
export async function filesFor(connection: Connection, hashes: string): Promise<RegularizerFile[]> {
  const files: RegularizerFile[] = [];
  for (const sha256 of hashes.split(' ').filter(hash => hash !== '')) {
    const [file] = await connection.query<{ path: string; content: Buffer }>(
      'select path, content from degradation_lab.file where sha256 = $1',
      [sha256],
    );
    if (!file || createHash('sha256').update(file.content).digest('hex') !== sha256) {
      throw new Error(`the queue does not have the file ${sha256} as it was submitted`);
    }
    const folder = resolve(root, dirname(file.path));
    if (relative(root, folder).startsWith('..')) throw new Error(`${file.path} lies outside of the project`);
    const path = join(folder, `.queued-${sha256.slice(0, 8)}-${basename(file.path)}`);
    await mkdir(folder, { recursive: true });
    await writeWhole(path, file.content);
    files.push({ path, sha256 });
  }
  return files;
}
