import { access, readFile, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { z } from 'zod';
import { anyWriter, type FileWriter } from '../atomic-file.ts';
import { probesOnRequest } from '../probes/registry.ts';
import { fromText, headerLine, toLines } from './csv.ts';
import { readPackedOrNot } from './packed.ts';
import { type Predictions, predictionsFrom, predictionsText } from './predictions.ts';
import { requireOrder } from './row-order.ts';
import {
  type RunRecord,
  type RunResult,
  type RunRows,
  type RunTable,
  runRecordSchema,
  runTables,
} from './schema.ts';
import { parseVersioned } from './schema-version.ts';

/** Bytes of each CSV file at one moment; of one that is not there, 0. */
export type TableSizes = Record<RunTable, number>;
type Row<T extends RunTable> = z.infer<(typeof runTables)[T]>;

/** Where training goes on, within a run's folder. */
export const CHECKPOINT = 'checkpoint/state.bin';

/** Written once, or again as a whole. */
const PREDICTIONS = 'predictions.csv';

const tables = Object.keys(runTables) as RunTable[];
/** Those of probes that a run has to ask for: they are there once there are rows. */
const optional: readonly RunTable[] = probesOnRequest;
/** What every run has, however early it failed. */
export const requiredTables: readonly RunTable[] = tables.filter(name => !optional.includes(name));

/** `results/<experiment>/<run-id>/`: where one run leaves what it measured. */
export class RunFolder {
  readonly path: string;
  /** Changes its files. */
  readonly files: FileWriter;
  /** Whole tables, as they are on the disk. */
  readonly #texts = new Map<RunTable, string>();

  constructor(experimentFolder: string, id: string, files: FileWriter = anyWriter) {
    this.path = join(experimentFolder, id);
    this.files = files;
  }

  /** The same folder, changed by `files` alone: a lease. */
  through(files: FileWriter): RunFolder {
    return new RunFolder(dirname(this.path), basename(this.path), files);
  }

  file(name: string): string {
    return join(this.path, name);
  }

  /**
   * Starts over: the tables that every run has, empty but for a header line; none of those that come with their first rows,
   * and no predictions. Other files stay.
   */
  async begin(): Promise<void> {
    await this.files.remove(this.file(PREDICTIONS));
    for (const name of optional) await this.#removeTable(name);
    for (const name of requiredTables) await this.#writeTable(name, headerLine(runTables[name]));
  }

  /** Adds rows and waits until they are on the disk. */
  async append<T extends RunTable>(name: T, rows: readonly Row<T>[]): Promise<void> {
    const lines = toLines(runTables[name] as z.ZodObject<z.core.$ZodShape>, rows);
    await this.#writeTable(name, (await this.#textOf(name)) + lines);
  }

  /** @throws Error for a table that every run has, where it is missing */
  async #textOf(name: RunTable): Promise<string> {
    const known = this.#texts.get(name);
    if (known !== undefined) return known;
    const reading = readFile(this.file(`${name}.csv`), 'utf8');
    if (!optional.includes(name)) return reading;
    return (await reading.catch(nothingIfAbsent)) ?? headerLine(runTables[name]);
  }

  async #removeTable(name: RunTable): Promise<void> {
    await this.files.remove(this.file(`${name}.csv`));
    this.#texts.delete(name);
  }

  /** As a whole: two writers that add to one file could both leave their rows there. */
  async #writeTable(name: RunTable, text: string): Promise<void> {
    await this.files.write(this.file(`${name}.csv`), text);
    this.#texts.set(name, text);
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
    for (const name of ['checkpoint', ...tables.map(table => `${table}.csv`), PREDICTIONS, 'run.json']) {
      await this.files.move(this.file(name), join(path, name));
    }
  }

  /** Removes the folder with all that was measured. */
  async remove(): Promise<void> {
    await rm(this.path, { recursive: true, force: true });
  }

  /** @throws Error for a table that every run has, where it is missing */
  async tableSizes(): Promise<TableSizes> {
    const sizes = tables.map(async name => {
      const looking = stat(this.file(`${name}.csv`));
      const found = optional.includes(name) ? await looking.catch(nothingIfAbsent) : await looking;
      return [name, found?.size ?? 0] as const;
    });
    return Object.fromEntries(await Promise.all(sizes)) as TableSizes;
  }

  /**
   * Cuts the tables back to an earlier moment; those that were not there then are gone.
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
    for (const name of tables) {
      if (now[name] === 0) continue;
      if (!sizes[name]) {
        await this.#removeTable(name);
        continue;
      }
      const text = await readFile(this.file(`${name}.csv`));
      await this.#writeTable(name, text.subarray(0, sizes[name]).toString());
    }
  }

  /** In the place of those of an earlier epoch. */
  async writePredictions(predictions: Predictions): Promise<void> {
    await this.files.write(this.file(PREDICTIONS), predictionsText(predictions));
  }

  /** @returns null where there are none @throws Error naming the file when it is damaged */
  async readPredictions(): Promise<Predictions | null> {
    const path = this.file(PREDICTIONS);
    const text = await readPackedOrNot(path).catch(nothingIfAbsent);
    return text === null ? null : predictionsFrom(text, path);
  }

  async writeRecord(record: RunRecord): Promise<void> {
    const text = `${JSON.stringify(runRecordSchema.parse(record), null, 2)}\n`;
    await this.files.write(this.file('run.json'), text);
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
    const rows: Row<T>[] = fromText(runTables[name] as never, await readPackedOrNot(path), path);
    requireOrder(name, rows, path);
    return rows;
  }

  /** Everything in the folder; null when there is no run in it. */
  async read(): Promise<RunResult | null> {
    const record = await this.readRecord();
    if (!record) return null;
    const rows = tables.map(async name => {
      const reading = this.readTable(name);
      if (!optional.includes(name)) return [name, await reading] as const;
      return [name, (await reading.catch(nothingIfAbsent)) ?? []] as const;
    });
    const read = Object.fromEntries(await Promise.all(rows)) as unknown as RunRows;
    const predictions = await this.readPredictions();
    return { record, ...read, ...(predictions && { predictions }) };
  }
}

function nothingIfAbsent(error: unknown): null {
  if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
  throw error;
}

/** Whether there is nothing left to train: a run that diverged would do so again. */
export function isDone(
  record: RunRecord | null,
): record is RunRecord & { readonly status: 'finished' | 'diverged' } {
  return record?.status === 'finished' || record?.status === 'diverged';
}
