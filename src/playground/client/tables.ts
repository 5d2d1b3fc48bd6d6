import { text } from '../../page/client/dom.ts';
import { percent, short } from './numbers.ts';
import type { View } from './view.ts';

/** All that is drawn, as numbers: two tables for each network. */
export function tablesOf(views: readonly View[], names: readonly string[]): HTMLTableElement[] {
  return views.flatMap((view, i) => [epochTable(view, names[i]!), layerTable(view, names[i]!)]);
}

function epochTable({ epochs }: View, name: string): HTMLTableElement {
  return table(
    name,
    [text('epoch'), text('trainError'), text('testError')],
    epochs.map(one => [String(one.epoch), percent(one.trainErrorPct), percent(one.testErrorPct)]),
  );
}

function layerTable({ ready, norms, before, epochs }: View, name: string): HTMLTableElement {
  const responses = epochs.at(-1)?.responses ?? [];
  return table(
    name,
    [text('layer'), text('norm'), text('before'), text('response')],
    (ready?.layers ?? []).map((layer, i) => [layer, short(norms[i]), short(before[i]), short(responses[i])]),
  );
}

function table(
  caption: string,
  head: readonly string[],
  rows: readonly (readonly string[])[],
): HTMLTableElement {
  const made = document.createElement('table');
  made.createCaption().textContent = caption;
  const top = made.createTHead().insertRow();
  for (const words of head) {
    const cell = document.createElement('th');
    cell.scope = 'col';
    cell.textContent = words;
    top.append(cell);
  }
  const body = made.createTBody();
  for (const row of rows) {
    const line = body.insertRow();
    for (const words of row) line.insertCell().textContent = words;
  }
  return made;
}
