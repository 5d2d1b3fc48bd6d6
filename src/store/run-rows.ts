import type { Executor } from '../queue/types.ts';
import { headerLine } from '../results/csv.ts';
import { requiredTables } from '../results/run-folder.ts';
import { type RunTable, runTables } from '../results/schema.ts';

export const tableNames = Object.keys(runTables) as RunTable[];
const PREDICTIONS = 'predictions';

type Column = 'record' | 'checkpoint' | 'holder';

/** What the database has of one run: statements of transactions that somebody else opens and closes. */
export class RunRows {
  readonly #lane: string;
  readonly #id: string;
  /** Bytes of each table. */
  readonly #sizes = new Map<RunTable, number>();

  constructor(lane: string, id: string) {
    this.#lane = lane;
    this.#id = id;
  }

  get sizes(): ReadonlyMap<RunTable, number> {
    return this.#sizes;
  }

  /** For a transaction that came to nothing. */
  restoreSizes(sizes: ReadonlyMap<RunTable, number>): void {
    this.#sizes.clear();
    for (const [name, size] of sizes) this.#sizes.set(name, size);
  }

  async read(db: Executor): Promise<{ checkpoint: Buffer | null; record: string | null }> {
    const { rows } = await db.executeSql(
      'select checkpoint, record from degradation_lab.run where lane = $1 and id = $2',
      [this.#lane, this.#id],
    );
    return rows[0] as { checkpoint: Buffer | null; record: string | null };
  }

  texts(db: Executor): Promise<Map<string, string>> {
    return textsOf(db, this.#lane, this.#id);
  }

  /** Empty tables, no predictions, and no checkpoint that knows of longer ones. */
  async begin(db: Executor): Promise<void> {
    await this.set(db, 'checkpoint', null);
    for (const name of tableNames) await this.cut(db, name, 0);
    await this.replacePredictions(db, null);
    await this.addHeaders(db);
    await this.countUp(db);
  }

  async addHeaders(db: Executor): Promise<void> {
    this.#sizes.clear();
    for (const name of requiredTables) await this.#add(db, name, headerLine(runTables[name]));
  }

  /** @param lines to be added where this process knows that the table ends; below its header, where there is none yet */
  async append(db: Executor, name: RunTable, lines: string): Promise<void> {
    const size = this.#sizes.get(name) ?? 0;
    // Of an attempt whose answer was lost.
    await this.cut(db, name, size);
    const header = size === 0 ? headerLine(runTables[name]) : '';
    if (header + lines !== '') await this.#add(db, name, header + lines);
  }

  /** @param size bytes that stay; pieces end there, since each was added whole */
  async cut(db: Executor, name: RunTable, size: number): Promise<void> {
    await db.executeSql(
      'delete from degradation_lab.chunk where lane = $1 and id = $2 and name = $3 and position >= $4',
      [this.#lane, this.#id, name, size],
    );
    this.#sizes.set(name, size);
  }

  async replacePredictions(db: Executor, text: string | null): Promise<void> {
    await db.executeSql('delete from degradation_lab.chunk where lane = $1 and id = $2 and name = $3', [
      this.#lane,
      this.#id,
      PREDICTIONS,
    ]);
    if (text !== null) await this.#insert(db, PREDICTIONS, 0, text);
  }

  async set(db: Executor, column: Column, value: unknown): Promise<void> {
    await db.executeSql(`update degradation_lab.run set ${column} = $3 where lane = $1 and id = $2`, [
      this.#lane,
      this.#id,
      value,
    ]);
  }

  /** Followers look at it. */
  async countUp(db: Executor): Promise<void> {
    await db.executeSql(
      'update degradation_lab.run set revision = revision + 1 where lane = $1 and id = $2',
      [this.#lane, this.#id],
    );
  }

  async #add(db: Executor, name: RunTable, text: string): Promise<void> {
    const position = this.#sizes.get(name) ?? 0;
    await this.#insert(db, name, position, text);
    this.#sizes.set(name, position + Buffer.byteLength(text));
  }

  async #insert(db: Executor, name: string, position: number, text: string): Promise<void> {
    await db.executeSql('insert into degradation_lab.chunk values ($1, $2, $3, $4, $5)', [
      this.#lane,
      this.#id,
      name,
      position,
      text,
    ]);
  }
}

/** Whole tables and predictions of a run, by name. */
export async function textsOf(db: Executor, lane: string, id: string): Promise<Map<string, string>> {
  const { rows } = await db.executeSql(
    'select name, text from degradation_lab.chunk where lane = $1 and id = $2 order by name, position',
    [lane, id],
  );
  const texts = new Map<string, string>();
  for (const { name, text } of rows as { name: string; text: string }[]) {
    texts.set(name, (texts.get(name) ?? '') + text);
  }
  return texts;
}
