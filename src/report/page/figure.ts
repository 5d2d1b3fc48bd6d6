import type { Chart, ChartBuilder } from '../charts/chart.ts';
import { counted } from '../numbers.ts';
import { html, type SafeHtml, scriptJson } from './html.ts';

/** A chart with its caption, its data, and the JSON from which `client.js` draws it. */
export function figure({ id, title }: ChartBuilder, chart: Chart | undefined): SafeHtml {
  if (chart === undefined) {
    return html`<h3 id="${id}-title">${title}</h3>
<p class="notes">Nothing measured yet.</p>
`;
  }
  const { spec, table, fit, lookFor, refutedBy, notes } = chart;
  return html`<figure id="${id}">
<h3 id="${id}-title">${title}</h3>
<div class="chart" data-chart="${id}"></div>
<figcaption id="${id}-caption">
<p><strong>What to look at.</strong> ${lookFor}</p>
<p><strong>What would refute it.</strong> ${refutedBy}</p>
<p class="notes">${notes.join(' ')}</p>
</figcaption>
<details data-table="${id}"><summary class="small">Data of this chart (${counted(table.length, 'row')})</summary></details>
<script type="application/json" id="${id}-data">${scriptJson({ spec, table, fit })}</script>
</figure>
`;
}
