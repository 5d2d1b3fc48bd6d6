import Table from 'cli-table3';

/** First column names, the others numbers; a row that is shorter than the head ends in a remark. */
export interface TextTable {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Columns at the start that are words. */
  readonly labels: number;
}

/** With lines around it, for a terminal. */
export function terminalTable({ head, rows, labels }: TextTable): string {
  const table = new Table({
    head: [...head],
    style: { head: [], border: [], compact: true },
    colAligns: head.map((_, column) => (column < labels ? 'left' : 'right')),
  });
  for (const row of rows) {
    const colSpan = head.length - row.length + 1;
    const last = { content: row.at(-1)!, colSpan, ...(colSpan > 1 && { hAlign: 'left' as const }) };
    table.push([...row.slice(0, -1), last]);
  }
  return table.toString();
}

/** For a page in Markdown. */
export function markdownTable({ head, rows, labels }: TextTable): string {
  const line = (cells: readonly string[]) =>
    `| ${head.map((_, column) => (cells[column] ?? '').replaceAll('|', '\\|')).join(' | ')} |`;
  const rule = head.map((_, column) => (column < labels ? '---' : '--:'));
  return [head, rule, ...rows].map(line).join('\n');
}
