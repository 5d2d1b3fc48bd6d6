import type { Chart, ChartBuilder } from '../../charts/parts/chart.ts';
import type { Column, Table } from '../../charts/parts/table.ts';
import type { LanguageCode } from '../../language/languages.ts';
import { counted } from '../../language/numbers.ts';
import { inAllLanguages, localized, msg, sentences, type Text } from '../../language/phrase.ts';
import type { ChartData, PackedColumn, PackedTable } from '../../page/client/data.ts';
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
  const { table, otherScale, slider, seen, lookFor, refutedBy, notes } = chart;
  return html`<figure id="${id}">
<h3 id="${id}-title">${title}</h3>
${otherScale && html`<p class="switches"><button type="button" data-switch-scale="${id}" aria-pressed="false">${scaleNames[otherScale.type]}</button></p>\n`}${slider && moment(id, slider.seeds)}<div class="chart" data-chart="${id}"></div>
<figcaption id="${id}-caption">
${seen && html`<p><strong>${msg`Here we see.`}</strong> ${seen}</p>\n`}<p><strong>${msg`How to read it.`}</strong> ${lookFor}</p>
<p><strong>${msg`What would have refuted it.`}</strong> ${refutedBy}</p>
<p class="notes">${sentences(...notes)}</p>
</figcaption>
<details data-table="${id}"><summary class="small">${msg`Data of this chart (${counted(table.length, 'row')})`}</summary></details>
</figure>
`;
}

/** A chart without controls, whose caption is what it shows. */
export function leadFigure({ id, title }: ChartBuilder, { seen, lookFor }: Chart): SafeHtml {
  return html`<figure id="${id}">
<figcaption class="small" id="${id}-title">${title}</figcaption>
<div class="chart" data-chart="${id}"></div>
<p class="unseen" id="${id}-caption">${seen ?? lookFor}</p>
</figure>
`;
}

/** Moves the chart beside it through training. */
function moment(id: string, seeds: readonly number[]): SafeHtml {
  return html`<p class="slider"><label for="${id}-epoch">${msg`Epoch`}</label> <input type="range" id="${id}-epoch" data-epoch-slider="${id}" min="0" step="1"> <output for="${id}-epoch" data-epoch-shown="${id}"></output>${
    seeds.length > 0 &&
    html` <label>${msg`Shown`} <select data-seed-choice="${id}"><option value="">${msg`mean over seeds`}</option>${seeds.map(seed => html`<option value="${seed}">${msg`seed ${seed}`}</option>`)}</select></label>`
  }</p>
`;
}

/** What the page’s script draws a chart from: its specs in every language, its rows once. */
export function chartData({ spec, otherScale, table, fit }: Chart): ChartData {
  return {
    specs: [spec, ...(otherScale ? [otherScale.spec] : [])].map(one =>
      inAllLanguages(code => localized(one, code)),
    ),
    table: tableInAllLanguages(table),
    fit,
  };
}

function tableInAllLanguages({ length, columns }: Table): PackedTable {
  const entries = Object.entries(columns).map(([name, column]) => [name, columnInAllLanguages(column)]);
  return { length, columns: Object.fromEntries(entries) };
}

function columnInAllLanguages(column: Column): PackedColumn {
  if (!('words' in column)) return column;
  const { words, codes } = column;
  if (words.every(word => typeof word === 'string')) return { words: words as readonly string[], codes };
  return { words: inAllLanguages((code: LanguageCode) => localized(words as readonly Text[], code)), codes };
}
