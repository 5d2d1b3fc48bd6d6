import { all, root } from './dom.ts';
import { type Cell, type Order, orderOf, toggledOrder } from './order.ts';

/** By the name of its table; stays when the page changes its language or is renewed. */
const orders = new Map<string, Order>();

/** Whenever the page has other content: tables whose heads have buttons are sorted by them. */
export function prepareSorting(): void {
  for (const table of all<HTMLTableElement>('table[data-sortable]')) {
    const name = table.dataset.sortable!;
    for (const [column, head] of heads(table).entries()) {
      head.querySelector('button')!.onclick = () => {
        orders.set(name, toggledOrder(orders.get(name), column));
        sort(table);
      };
    }
    sort(table);
  }
}

function sort(table: HTMLTableElement): void {
  const order = orders.get(table.dataset.sortable!);
  if (!order) return;
  for (const [column, head] of heads(table).entries()) {
    head.setAttribute('aria-sort', column === order.column ? order.direction : 'none');
  }
  const body = table.tBodies[0]!;
  const rows = [...body.rows];
  const cells = rows.map(row => cellOf(row.cells[order.column]!));
  body.append(...orderOf(cells, order.direction, root.lang).map(place => rows[place]!));
}

function heads(table: HTMLTableElement): HTMLTableCellElement[] {
  return [...table.tHead!.rows[0]!.cells];
}

/** A number where the cell has one, else its words; `null` for one without. */
function cellOf({ dataset, textContent }: HTMLTableCellElement): Cell {
  if (dataset.value !== undefined) return dataset.value === '' ? null : Number(dataset.value);
  return textContent || null;
}
