/** One row of a chart's data. */
export type Row = Readonly<Record<string, string | number | null>>;

/** Columns instead of rows, words by number: a third of the bytes in the page. `client.js` reads it back. */
export interface Table {
  readonly length: number;
  readonly columns: Readonly<Record<string, Column>>;
}

export type Column = readonly (number | null)[] | Words;

export interface Words {
  readonly words: readonly string[];
  readonly codes: readonly number[];
}

/** Packs rows that all have the same keys. */
export function tableOf(rows: readonly Row[]): Table {
  const names = Object.keys(rows[0] ?? {});
  return {
    length: rows.length,
    columns: Object.fromEntries(names.map(name => [name, columnOf(rows.map(row => row[name] ?? null))])),
  };
}

/** The rows again. */
export function rowsOf(table: Table): Row[] {
  const columns = Object.entries(table.columns);
  return Array.from({ length: table.length }, (_, i) =>
    Object.fromEntries(columns.map(([name, column]) => [name, cell(column, i)])),
  );
}

function columnOf(cells: readonly (string | number | null)[]): Column {
  if (!cells.some(value => typeof value === 'string')) return cells as (number | null)[];
  const words = [...new Set(cells.map(String))];
  const codes = new Map(words.map((word, code) => [word, code]));
  return { words, codes: cells.map(value => codes.get(String(value))!) };
}

function cell(column: Column, i: number): string | number | null {
  return 'words' in column ? column.words[column.codes[i]!]! : column[i]!;
}
