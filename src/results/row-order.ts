import type { Probe } from '../probes/probe.ts';
import { probes } from '../probes/registry.ts';
import type { RunTable } from './schema.ts';

interface RowOrder {
  /** What grows from row to row. */
  readonly columns: readonly string[];
  /** Is never the same twice. */
  readonly strict: boolean;
}

/** A probe may fall on the last step of an epoch; one that only ends of epochs have is in the order of its rows, too. */
const ofProbes = (probes as readonly Probe[]).map(({ name, table, columns }) => {
  const order: RowOrder =
    'step' in table.shape
      ? { columns: ['epoch', 'step'], strict: false }
      : { columns: ['epoch', Object.keys(columns)[0]!], strict: true };
  return [name, order] as const;
});

const orders = {
  ...Object.fromEntries(ofProbes),
  epochs: { columns: ['epoch'], strict: true },
  timing: { columns: ['epoch'], strict: true },
} as unknown as Readonly<Record<RunTable, RowOrder>>;

/**
 * Refuses a table that two processes have written.
 *
 * @throws Error naming file and line
 */
export function requireOrder(name: RunTable, rows: readonly object[], path: string): void {
  const { columns, strict } = orders[name];
  const keys = rows.map(row => columns.map(column => (row as Record<string, number>)[column]!));
  for (let index = 1; index < keys.length; index++) {
    const [before, now] = [keys[index - 1]!, keys[index]!];
    const different = now.findIndex((value, i) => value !== before[i]);
    if (different < 0 ? !strict : now[different]! > before[different]!) continue;
    const told = (key: number[]) => columns.map((column, i) => `${column} ${key[i]}`).join(', ');
    // The first line has the names of the columns.
    throw new Error(`${path} is damaged: line ${index + 2} has ${told(now)} after ${told(before)}`);
  }
}
