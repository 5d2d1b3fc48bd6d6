import { type Box, boxOf } from './boxes.ts';
import { csvOf } from './csv.ts';
import { all, read, root, text } from './dom.ts';

/** Rows that a table shows; a file has all. */
const ROWS = 500;

/** Whenever the page has other content: tables are filled when they are unfolded. */
export function prepareTables(): void {
  for (const details of all<HTMLDetailsElement>('details[data-table]')) {
    details.ontoggle = () => {
      details.ontoggle = null;
      const box = boxOf(details.dataset.table);
      if (box) fill(details, box);
    };
  }
}

function fill(details: HTMLDetailsElement, box: Box): void {
  const names = Object.keys(box.table.columns);
  const shown = box.rows.slice(0, ROWS);
  const table = document.createElement('table');
  addRow(table.createTHead(), 'th', names);
  const body = table.createTBody();
  for (const row of shown)
    addRow(
      body,
      'td',
      names.map(name => row[name] ?? ''),
    );
  const scroll = document.createElement('div');
  scroll.className = 'scroll tall';
  scroll.tabIndex = 0;
  scroll.append(table);
  const download = buttonOf(text('download'), () =>
    save(`${box.id}.csv`, 'text/csv', csvOf(names, box.rows)),
  );
  const copy = buttonOf(text('copy'), () => void copySpecification(box, copy));
  const note = document.createElement('p');
  note.className = 'take-away';
  const cut = shown.length < box.rows.length ? ` ${text('cut', shown.length, box.rows.length)}` : '';
  note.append(download, copy, cut);
  details.append(note, scroll);
}

function addRow(
  section: HTMLTableSectionElement,
  tag: 'th' | 'td',
  cells: readonly (string | number)[],
): void {
  const row = section.insertRow();
  for (const content of cells) {
    const cell = document.createElement(tag);
    cell.textContent = String(content);
    row.append(cell);
  }
}

function buttonOf(words: string, act: () => void): HTMLButtonElement {
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = words;
  button.addEventListener('click', act);
  return button;
}

/** A chart as other programs draw it: with its rows, and with colours instead of this page's variables. */
async function copySpecification({ id, specs, shown, rows }: Box, button: HTMLElement): Promise<void> {
  const style = getComputedStyle(root);
  const whole = JSON.stringify(
    {
      $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
      ...specs[shown],
      data: { name: 'rows', values: rows },
      config: { ...read<object>('chart-config'), background: 'var(--page)' },
    },
    null,
    2,
  ).replace(/var\((--[\w-]+)\)/g, (_, name) => style.getPropertyValue(name));
  try {
    await navigator.clipboard.writeText(whole);
    button.textContent = text('copied');
  } catch {
    // A browser that lets no page from a file write there.
    save(`${id}.vl.json`, 'application/json', whole);
  }
}

function save(name: string, type: string, content: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([content], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
