import type { RunTable } from './schema.ts';

/** What grows from row to row; `strict`: is never the same twice. A probe may fall on the last step of an epoch. */
const orders: Record<RunTable, { readonly columns: readonly string[]; readonly strict: boolean }> = {
  epochs: { columns: ['epoch'], strict: true },
  gradients: { columns: ['epoch', 'step'], strict: false },
  responses: { columns: ['epoch', 'layer_index'], strict: true },
  blocks: { columns: ['epoch', 'step'], strict: false },
  timing: { columns: ['epoch'], strict: true },
};

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
