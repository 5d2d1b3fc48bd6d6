import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { anyWriter, type FileWriter } from '../atomic-file.ts';
import { type ClaimResult, claimResultSchema, type Plan, planSchema } from './schema.ts';
import { parseVersioned } from './schema-version.ts';

/** What a plan leaves beside its runs: `plan.json`, `summary.csv`, `claims.json`. */
export class PlanFolder {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  async write(
    name: 'plan.json' | 'summary.csv' | 'claims.json',
    text: string,
    files: FileWriter = anyWriter,
  ): Promise<void> {
    await files.write(join(this.path, name), text);
  }

  /**
   * Null before the first start.
   *
   * @throws OlderResultsError, NewerResultsError; Error when the file is damaged
   */
  async readPlan(): Promise<Plan | null> {
    const path = join(this.path, 'plan.json');
    const text = await textOf(path);
    if (text === null) return null;
    return parseVersioned(text, planSchema, path, 'run the experiment again to write it anew');
  }

  /** The verdicts that were written last; null where there are none that can be read. */
  async readClaims(): Promise<ClaimResult[] | null> {
    const text = await textOf(join(this.path, 'claims.json'));
    if (text === null) return null;
    try {
      return z.array(claimResultSchema).parse(JSON.parse(text));
    } catch {
      return null;
    }
  }
}

async function textOf(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return null;
    throw error;
  }
}
