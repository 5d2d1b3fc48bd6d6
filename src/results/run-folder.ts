import { access, mkdir, open, readFile, rename, rm, stat, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import type { z } from 'zod';
import { fromText, headerLine, toLines } from './csv.ts';
import { type RunRecord, type RunResult, type RunTable, runRecordSchema, runTables } from './schema.ts';
import { parseVersioned } from './schema-version.ts';

/** Bytes of each CSV file at one moment. */
export type TableSizes = Record<RunTable, number>;
type Row<T extends RunTable> = z.infer<(typeof runTables)[T]>;

const tables = Object.keys(runTables) as RunTable[];

/** `results/<experiment>/<run-id>/`: where one run leaves what it measured. */
export class RunFolder {
  readonly path: string;

  constructor(experimentFolder: string, id: string) {
    this.path = join(experimentFolder, id);
  }

  file(name: string): string {
    return join(this.path, name);
  }

  /** Starts over: empty tables with a header line. Other files stay. */
  async begin(): Promise<void> {
    await mkdir(this.path, { recursive: true });
    for (const name of tables) await writeFileAtomic(this.file(`${name}.csv`), headerLine(runTables[name]));
  }

  /** Adds rows and waits until they are on the disk. */
  async append<T extends RunTable>(name: T, rows: readonly Row<T>[]): Promise<void> {
    const file = await open(this.file(`${name}.csv`), 'a');
    try {
      await file.appendFile(toLines(runTables[name] as z.ZodObject<z.core.$ZodShape>, rows));
      await file.sync();
    } finally {
      await file.close();
    }
  }

  /** Whether a run has left anything here, be it damaged. */
  async exists(): Promise<boolean> {
    return access(this.file('run.json')).then(
      () => true,
      () => false,
    );
  }

  /**
   * Moves what a run leaves into another folder of the same disk. The checkpoint goes first and the record last: wherever
   * it breaks off, nobody goes on from half of it, and the record still says whose it is.
   */
  async moveTo(path: string): Promise<void> {
    for (const name of ['checkpoint', ...tables.map(table => `${table}.csv`), 'run.json']) {
      await rename(this.file(name), join(path, name)).catch(error => {
        if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      });
    }
  }

  /** Removes the folder with all that was measured. */
  async remove(): Promise<void> {
    await rm(this.path, { recursive: true, force: true });
  }

  async tableSizes(): Promise<TableSizes> {
    const sizes = tables.map(async name => [name, (await stat(this.file(`${name}.csv`))).size] as const);
    return Object.fromEntries(await Promise.all(sizes)) as TableSizes;
  }

  /**
   * Cuts the tables back to an earlier moment.
   *
   * @throws Error when a table is missing or shorter than it was then.
   */
  async truncate(sizes: TableSizes): Promise<void> {
    const now = await this.tableSizes();
    for (const name of tables) {
      if (now[name] < sizes[name]) {
        throw new Error(`${name}.csv has ${now[name]} bytes, but had ${sizes[name]} at the last checkpoint`);
      }
    }
    for (const name of tables) await truncate(this.file(`${name}.csv`), sizes[name]);
  }

  async writeRecord(record: RunRecord): Promise<void> {
    await mkdir(this.path, { recursive: true });
    await writeFileAtomic(
      this.file('run.json'),
      `${JSON.stringify(runRecordSchema.parse(record), null, 2)}\n`,
    );
  }

  /**
   * @returns null when there is no `run.json`
   * @throws OlderResultsError, NewerResultsError; Error when it is damaged
   */
  async readRecord(): Promise<RunRecord | null> {
    const path = this.file('run.json');
    let text: string;
    try {
      text = await readFile(path, 'utf8');
    } catch (error) {
      if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return null;
      throw error;
    }
    return parseVersioned(text, runRecordSchema, path);
  }

  /** @throws Error naming the file when it is missing or damaged. */
  async readTable<T extends RunTable>(name: T): Promise<Row<T>[]> {
    const path = this.file(`${name}.csv`);
    return fromText(runTables[name] as never, await readFile(path, 'utf8'), path);
  }

  /** Everything in the folder; null when there is no run in it. */
  async read(): Promise<RunResult | null> {
    const record = await this.readRecord();
    if (!record) return null;
    return {
      record,
      epochs: await this.readTable('epochs'),
      gradients: await this.readTable('gradients'),
      responses: await this.readTable('responses'),
      blocks: await this.readTable('blocks').catch(noneIfAbsent),
      timing: await this.readTable('timing'),
    };
  }
}

/** Rows of a table that runs of before there was it do not have. */
function noneIfAbsent(error: unknown): [] {
  if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
  throw error;
}
