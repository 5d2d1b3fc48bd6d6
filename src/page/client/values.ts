import { type Box, boxesNow } from './boxes.ts';
import { all } from './dom.ts';
import { isDirection, nearest, seriesOf, step, type Target } from './targets.ts';

/** Values of what is drawn, shown at the pointer, and at a place that arrow keys move. */

/** Pixels within which the pointer finds something. */
const REACH = 40;

/** A drawn mark that has values to show. */
interface Mark extends Target {
  readonly item: Item;
}

/** As Vega's renderer hangs them on its elements. */
interface Item {
  readonly tooltip?: Readonly<Record<string, unknown>>;
  readonly datum?: Readonly<Record<string, unknown>>;
  readonly mark?: { readonly marktype?: string };
}

const targets = new WeakMap<HTMLElement, Mark[]>();
let place: { readonly box: Box; readonly mark: Mark } | null = null;

/** When a chart was drawn anew its marks lie elsewhere. */
export function forgetTargets({ element }: Box): void {
  targets.delete(element);
  if (place?.box.element === element) hideValues();
}

/** Follows pointer and keys, once for all charts there are and will be. */
export function followReaders(): void {
  document.addEventListener('pointermove', event => {
    const box = boxAt(event.target);
    if (!box || event.buttons !== 0) {
      hideValues();
      return;
    }
    const [x, y] = within(box, event.clientX, event.clientY);
    show(box, under(event.target, box) ?? nearest(marksOf(box), x, y, REACH));
  });
  document.addEventListener('keydown', event => {
    const box = boxAt(document.activeElement);
    if (!box || event.target !== box.element) return;
    if (event.key === 'Escape') hideValues();
    if (!isDirection(event.key)) return;
    const marks = marksOf(box);
    if (marks.length === 0) return;
    event.preventDefault();
    show(box, place?.box === box ? (step(marks, place.mark, event.key) ?? place.mark) : first(marks));
  });
  document.addEventListener('focusout', event => {
    if (boxAt(event.target)) hideValues();
  });
}

function boxAt(target: EventTarget | null): Box | undefined {
  const element = target instanceof Element ? target.closest<HTMLElement>('[data-chart]') : null;
  return boxesNow().find(box => box.element === element && box.view !== null);
}

/** Cells of a heat map have no distance: the pointer is on one of them. */
function under(target: EventTarget | null, box: Box): Mark | null {
  const item = itemOf(target as Element);
  return item?.mark?.marktype === 'rect' ? (marksOf(box).find(mark => mark.item === item) ?? null) : null;
}

function first(marks: readonly Mark[]): Mark {
  return marks.reduce((best, mark) => (mark.x + mark.y < best.x + best.y ? mark : best));
}

function marksOf(box: Box): Mark[] {
  const known = targets.get(box.element);
  if (known) return known;
  const found = all<HTMLElement>('svg path, svg rect', box.element).flatMap(element => {
    const item = itemOf(element);
    if (!item?.tooltip || typeof item.tooltip !== 'object') return [];
    const { left, right, top, bottom } = element.getBoundingClientRect();
    const [x, y] = within(box, (left + right) / 2, (top + bottom) / 2);
    return [{ x, y, item, series: seriesOf(item.datum ?? {}) }];
  });
  targets.set(box.element, found);
  return found;
}

function itemOf(element: Element): Item | undefined {
  return (element as { __data__?: Item }).__data__;
}

/** In pixels of the chart, whatever is scrolled. */
function within({ element }: Box, x: number, y: number): [number, number] {
  const { left, top } = element.getBoundingClientRect();
  return [x - left + element.scrollLeft, y - top + element.scrollTop];
}

function show(box: Box, mark: Mark | null): void {
  if (!mark) {
    hideValues();
    return;
  }
  if (place?.box === box && place.mark === mark) return;
  place = { box, mark };
  const words = Object.entries(mark.item.tooltip!).map(([name, value]) => [name, String(value)] as const);
  const panel = panelElement();
  panel.replaceChildren(tableOf(words));
  const { left, top } = box.element.getBoundingClientRect();
  const [x, y] = [left + mark.x - box.element.scrollLeft, top + mark.y - box.element.scrollTop];
  const { offsetWidth: width, offsetHeight: height } = panel;
  const { clientWidth, clientHeight } = document.documentElement;
  panel.style.left = `${Math.max(4, Math.min(x + 14, clientWidth - width - 4))}px`;
  panel.style.top = `${y + height + 18 > clientHeight ? Math.max(4, y - height - 14) : y + 14}px`;
  const ring = ringElement();
  ring.hidden = mark.item.mark?.marktype === 'rect';
  ring.style.left = `${x}px`;
  ring.style.top = `${y}px`;
}

function tableOf(words: readonly (readonly [string, string])[]): HTMLTableElement {
  const table = document.createElement('table');
  for (const [name, value] of words) {
    const row = table.insertRow();
    const head = document.createElement('th');
    head.scope = 'row';
    head.textContent = name;
    row.append(head);
    row.insertCell().textContent = value;
  }
  return table;
}

/** What was shown goes; it belongs to no place any more. */
export function hideValues(): void {
  place = null;
  panelElement().replaceChildren();
  ringElement().hidden = true;
}

function panelElement(): HTMLElement {
  return document.getElementById('values')!;
}

function ringElement(): HTMLElement {
  return document.getElementById('values-ring')!;
}
