import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import { z } from 'zod';

type Table = z.ZodObject<z.core.$ZodShape>;
type Cell = string | number | null;

/** More digits than single precision has would only be noise. */
const SIGNIFICANT_DIGITS = 7;

/** The first line of a table's file. */
export function headerLine(table: Table): string {
  return stringify([Object.keys(table.shape)]);
}

/**
 * Rows as CSV lines, columns in the schema's order.
 *
 * @throws z.ZodError for a row that does not fit the schema, e.g. one that holds NaN.
 */
export function toLines<T extends Table>(table: T, rows: readonly z.infer<T>[]): string {
  const columns = Object.keys(table.shape);
  return stringify(
    rows.map(row => {
      const checked = table.parse(row) as Record<string, Cell>;
      return columns.map(column => formatCell(checked[column] ?? null));
    }),
  );
}

function formatCell(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number' && !Number.isInteger(cell)) {
    return String(Number(cell.toPrecision(SIGNIFICANT_DIGITS)));
  }
  return String(cell);
}

/**
 * The rows of a CSV text with a header line.
 *
 * @param source named in errors: the file's path
 * @throws Error naming the source when the text is not a table of this schema.
 */
export function fromText<T extends Table>(table: T, text: string, source: string): z.infer<T>[] {
  const textual = new Set(
    Object.entries(table.shape)
      .filter(([, column]) => column instanceof z.ZodString || column instanceof z.ZodEnum)
      .map(([name]) => name),
  );
  try {
    // Cut within the last number, it would be a number still.
    if (!text.endsWith('\n')) throw new Error('its last line is incomplete');
    // Named and made numbers here: the parser’s own `columns` and `cast` would take ten times as long.
    const [names = [], ...lines] = parse(text);
    const rows = lines.map(cells =>
      Object.fromEntries(
        names.map((name, i): [string, Cell] => {
          const cell = cells[i]!;
          return [name, textual.has(name) ? cell : cell === '' ? null : Number(cell)];
        }),
      ),
    );
    return z.array(table).parse(rows);
  } catch (cause) {
    const reason = cause instanceof z.ZodError ? z.prettifyError(cause) : (cause as Error).message;
    throw new Error(`${source} is damaged: ${reason}`, { cause });
  }
}
