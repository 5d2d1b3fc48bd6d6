/** What a page hands to its script as JSON: specifications in every language, rows once. */

export type Cell = string | number | null;
export type Row = Readonly<Record<string, Cell>>;
export type Spec = Readonly<Record<string, unknown>>;

/** Columns instead of rows; words by number, in every language where these differ. */
export interface PackedTable {
  readonly length: number;
  readonly columns: Readonly<Record<string, PackedColumn>>;
}

export type PackedColumn =
  | readonly (number | null)[]
  | {
      readonly words: readonly string[] | Readonly<Record<string, readonly string[]>>;
      readonly codes: readonly number[];
    };

/** A chart as it stands in the page. */
export interface ChartData {
  /** The first is drawn first; a second one has the other kind of scale. */
  readonly specs: readonly Readonly<Record<string, Spec>>[];
  readonly table: PackedTable;
  readonly fit: Fit;
}

/** How a chart of panels adapts to the width that it is given. */
export interface Fit {
  /** Panels side by side where there is room. */
  readonly columns: number;
  /** Pixels below which a panel is too narrow to read. */
  readonly minimumPanel: number;
}

/** Words that the script shows by itself, and the language that the page was written for. */
export interface ClientData {
  readonly chosen: string | null;
  readonly texts: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** All rows of a chart, in one language. */
export function rowsOf({ length, columns }: PackedTable, language: string): Row[] {
  const read = Object.entries(columns).map(([name, column]) => [name, readerOf(column, language)] as const);
  return Array.from({ length }, (_, i) => Object.fromEntries(read.map(([name, cell]) => [name, cell(i)])));
}

function readerOf(column: PackedColumn, language: string): (i: number) => Cell {
  if (!('words' in column)) return i => column[i] ?? null;
  const { words, codes } = column;
  const shown = Array.isArray(words)
    ? (words as readonly string[])
    : (words as Readonly<Record<string, readonly string[]>>)[language]!;
  return i => shown[codes[i]!] ?? null;
}
