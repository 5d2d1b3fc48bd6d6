/** Content of a cell, as far as sorting minds it. */
export type Cell = string | number | null;

/** What a table is sorted by; directions are called as in `aria-sort`. */
export interface Order {
  readonly column: number;
  readonly direction: 'ascending' | 'descending';
}

/** What a press on a column’s head makes of the order: that column, ascending first. */
export function toggledOrder(order: Order | undefined, column: number): Order {
  const again = order?.column === column && order.direction === 'ascending';
  return { column, direction: again ? 'descending' : 'ascending' };
}

/**
 * Places of the cells in sorted order: numbers by value, words as their language has them, numbers in words by value
 * too. Equal cells stay as they were; what is missing comes last in either direction.
 */
export function orderOf(cells: readonly Cell[], direction: Order['direction'], language: string): number[] {
  const { compare } = new Intl.Collator(language, { numeric: true });
  const sign = direction === 'ascending' ? 1 : -1;
  return cells
    .map((_, place) => place)
    .sort((left, right) => {
      const [a, b] = [cells[left]!, cells[right]!];
      if (a === null || b === null) return Number(a === null) - Number(b === null);
      return sign * (typeof a === 'number' && typeof b === 'number' ? a - b : compare(String(a), String(b)));
    });
}
