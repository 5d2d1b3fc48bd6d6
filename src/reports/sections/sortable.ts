import type { Text } from '../../language/phrase.ts';
import { type Content, html, type SafeHtml } from '../../page/html.ts';

/** Parts of a table that the page’s script sorts: `page/client/sorting.ts`. */

/** The table’s head. @param columns those of numbers say so */
export function sortableHead(
  columns: readonly { readonly title: Text; readonly isNumber?: boolean }[],
): SafeHtml {
  return html`<thead><tr>${columns.map(
    ({ title, isNumber }) =>
      html`<th scope="col"${isNumber && html` class="number"`} aria-sort="none"><button type="button" data-sort>${title}</button></th>`,
  )}</tr></thead>`;
}

/** A cell that is sorted by its value, whatever its words. @param value absent: the row comes last */
export function numberCell(value: number | null | undefined, words: Content): SafeHtml {
  return html`<td class="number" data-value="${value ?? ''}">${words}</td>`;
}
