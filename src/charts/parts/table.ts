import type { LanguageCode } from '../../language/languages.ts';
import { inLanguage, type Localized, Phrase, type Text } from '../../language/phrase.ts';

/** One row of a chart's data. */
export type Row = Readonly<Record<string, Text | number | null>>;

/** Columns instead of rows, words by number: a third of the bytes in the page. `page/client/data.ts` reads it back. */
export interface Table {
  readonly length: number;
  readonly columns: Readonly<Record<string, Column>>;
}

export type Column = readonly (number | null)[] | Words;

export interface Words {
  readonly words: readonly Text[];
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

/** The rows again, in one language. */
export function rowsOf(table: Table, language: LanguageCode = 'en'): Localized<Row>[] {
  const columns = Object.entries(table.columns);
  return Array.from({ length: table.length }, (_, i) =>
    Object.fromEntries(columns.map(([name, column]) => [name, cell(column, i, language)])),
  );
}

function columnOf(cells: readonly (Text | number | null)[]): Column {
  if (!cells.some(value => typeof value === 'string' || value instanceof Phrase))
    return cells as (number | null)[];
  // What reads the same in English is the same.
  const texts = new Map(cells.map(value => [String(value), value instanceof Phrase ? value : String(value)]));
  const codes = new Map([...texts.keys()].map((word, code) => [word, code]));
  return { words: [...texts.values()], codes: cells.map(value => codes.get(String(value))!) };
}

function cell(column: Column, i: number, language: LanguageCode): string | number | null {
  return 'words' in column ? inLanguage(column.words[column.codes[i]!]!, language) : column[i]!;
}
