import type { Chart, ChartBuilder } from '../../charts/parts/chart.ts';
import type { Column, Table } from '../../charts/parts/table.ts';
import type { LanguageCode } from '../../language/languages.ts';
import { counted } from '../../language/numbers.ts';
import { inAllLanguages, localized, msg, sentences, type Text } from '../../language/phrase.ts';
import { html, type SafeHtml } from '../../page/html.ts';

/** What the switch to a chart's other scale says. */
const scaleNames = { linear: msg`Linear axis`, log: msg`Logarithmic axis` } as const;

/** A chart's place on the page, with its caption and its data. */
export function figure({ id, title }: ChartBuilder, chart: Chart | undefined): SafeHtml {
  if (chart === undefined) {
    return html`<h3 id="${id}-title">${title}</h3>
<p class="notes">${msg`Nothing measured yet.`}</p>
`;
  }
  const { table, otherScale, lookFor, refutedBy, notes } = chart;
  return html`<figure id="${id}">
<h3 id="${id}-title">${title}</h3>
${otherScale && html`<p class="switches"><button type="button" data-switch-scale="${id}" aria-pressed="false">${scaleNames[otherScale.type]}</button></p>\n`}<div class="chart" data-chart="${id}"></div>
<figcaption id="${id}-caption">
<p><strong>${msg`What to look at.`}</strong> ${lookFor}</p>
<p><strong>${msg`What would refute it.`}</strong> ${refutedBy}</p>
<p class="notes">${sentences(...notes)}</p>
</figcaption>
<details data-table="${id}"><summary class="small">${msg`Data of this chart (${counted(table.length, 'row')})`}</summary></details>
</figure>
`;
}

/** What `client.js` draws a chart from: its specs in every language, its rows once. */
export function chartData({ spec, otherScale, table, fit }: Chart): unknown {
  return {
    specs: [spec, ...(otherScale ? [otherScale.spec] : [])].map(one =>
      inAllLanguages(code => localized(one, code)),
    ),
    table: tableInAllLanguages(table),
    fit,
  };
}

function tableInAllLanguages({ length, columns }: Table): unknown {
  const entries = Object.entries(columns).map(([name, column]) => [name, columnInAllLanguages(column)]);
  return { length, columns: Object.fromEntries(entries) };
}

function columnInAllLanguages(column: Column): unknown {
  if (!('words' in column)) return column;
  const { words, codes } = column;
  if (words.every(word => typeof word === 'string')) return column;
  return { words: inAllLanguages((code: LanguageCode) => localized(words as readonly Text[], code)), codes };
}
