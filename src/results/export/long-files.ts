import { open } from 'node:fs/promises';
import { stringify } from 'csv-stringify/sync';
import { type ColumnSource, fileWriter, ParquetWriter, schemaFromColumnData } from 'hyparquet-writer';
import type { LongColumn, LongRow } from './long-table.ts';

/** A file of a long table, which is written piece by piece. */
export interface LongFile {
  add(rows: readonly LongRow[]): Promise<void>;
  /** After the last piece. */
  close(): Promise<void>;
}

/** With a header line; cells without a value are empty. @param path of no file yet */
export async function csvFile(path: string, columns: readonly LongColumn[]): Promise<LongFile> {
  const names = columns.map(({ name }) => name);
  const file = await open(path, 'wx');
  await file.writeFile(stringify([names]));
  return {
    add: rows => file.writeFile(stringify([...rows], { columns: names })),
    close: () => file.close(),
  };
}

const parquetTypes = { text: 'STRING', whole: 'INT32', number: 'DOUBLE' } as const;

/** Rows that a reader has to hold in memory together, at most. */
const ROW_GROUP = 100_000;

/** A row group for each piece, at least; cells without a value are null. @param path of no file yet */
export function parquetFile(path: string, columns: readonly LongColumn[]): LongFile {
  const columnsOf = (rows: readonly LongRow[]): ColumnSource[] =>
    columns.map(({ name }) => ({ name, data: rows.map(row => row[name] ?? null) }));
  const schema = schemaFromColumnData({
    columnData: columns.map(({ name, type }) => ({ name, data: [], type: parquetTypes[type] })),
  });
  const writer = new ParquetWriter({ writer: fileWriter(path), schema, createdBy: 'degradation-lab' });
  return {
    add: async rows => writer.write({ columnData: columnsOf(rows), rowGroupSize: ROW_GROUP }),
    close: async () => writer.finish(),
  };
}
