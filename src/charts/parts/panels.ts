import type { Text } from '../../language/phrase.ts';
import type { Row } from './table.ts';

/** Panels of a chart, and long names in few pixels. */

/** Letters in a line of a panel's title; the page’s script halves them where panels are narrow. */
const PANEL_TITLE = 30;

/** What goes into a line of a long label: it breaks behind commas, and in front of signs that join regularizers. */
const lineOf = (letters: number) => `(.{1,${letters}}$|.{1,${letters}}(?:,(?= )|，|(?= [+·] ))) ?`;

/** An expression that breaks labels into lines. */
function wrapped(letters: number): string {
  return `split(trim(replace(datum.label, regexp('${lineOf(letters)}', 'g'), '$1\\n')), '\\n')`;
}

/** Letters in a line of a label at the left of a chart. */
const LINE_LABEL = 34;
const LINE_HEIGHT = 13;

/** Names at the left of a chart, one below the other in this order, and the pixels that each of them needs, so many at least. */
export function lineAxis(field: string, names: readonly Text[], least = 26) {
  const lines = names.map(name => String(name).match(new RegExp(lineOf(LINE_LABEL), 'g'))?.length ?? 1);
  return {
    y: {
      field,
      type: 'nominal' as const,
      title: null,
      sort: [...names],
      axis: { grid: true, labelLimit: 240, labelExpr: wrapped(LINE_LABEL), labelLineHeight: LINE_HEIGHT },
    },
    height: { step: Math.max(least, LINE_HEIGHT * Math.max(1, ...lines) + 8) },
  };
}

/** Long names stand below each other, or a legend would be wider than a telephone. */
export function legendColumns(names: readonly string[]): { readonly columns?: number } {
  return names.some(name => name.length > 18) ? { columns: 1 } : {};
}

/** Letters in a line of a small panel’s title, which has a smaller font. */
const SMALL_PANEL_TITLE = 20;

/** Panels in a given order, titled by their value alone. */
export function panels(field: string, order: readonly Text[], small = false) {
  return {
    field,
    type: 'nominal' as const,
    title: null,
    sort: [...order],
    header: small
      ? { title: null, labelExpr: wrapped(SMALL_PANEL_TITLE), labelLineHeight: 13, labelFontSize: 11 }
      : { title: null, labelExpr: wrapped(PANEL_TITLE), labelLineHeight: 16 },
  };
}

/** Those of the titles that some row has in its column `panel`, in their order. */
export function drawnPanels(titles: readonly Text[], rows: readonly Row[]): Text[] {
  const drawn = new Set(rows.map(({ panel }) => String(panel)));
  return titles.filter(title => drawn.has(String(title)));
}
