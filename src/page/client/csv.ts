import type { Cell, Row } from './data.ts';

/** Rows as CSV, with a head and quotes only where they are needed. */
export function csvOf(names: readonly string[], rows: readonly Row[]): string {
  const lines = [names, ...rows.map(row => names.map(name => row[name] ?? null))];
  return `${lines.map(line => line.map(quoted).join(',')).join('\n')}\n`;
}

function quoted(cell: Cell): string {
  const text = cell === null ? '' : String(cell);
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
