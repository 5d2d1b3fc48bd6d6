import { msg } from '../../language/phrase.ts';
import type { PageScales } from '../charts/chart.ts';
import { depthVariable } from '../theme.ts';
import { html, type SafeHtml } from './html.ts';

/** All charts of a page, under what acts on all of them. */
export function chartsSection(figures: readonly SafeHtml[], { depths }: PageScales): SafeHtml {
  return html`<section aria-labelledby="charts">
<h2 id="charts">${msg`What was measured`}</h2>
<noscript><p class="notice">${msg`The charts are drawn by a script in this file, which your browser does not run. The table of runs below needs none.`}</p></noscript>
${toolbar(depths)}${figures}</section>
`;
}

/** Highlights depths, as the legends do, and takes back what was drawn over. */
function toolbar(depths: readonly number[]): SafeHtml {
  return html`<div class="toolbar" role="group" aria-label="${msg`All charts`}">
${
  depths.length > 1 &&
  html`<span>${msg`Highlight depth`}</span> ${depths.map(depth => html`<button type="button" class="depth-${depth}" data-pick-depth="${depth}" aria-pressed="false">${depth}</button>\n`)}`
}<button type="button" data-all-epochs hidden>${msg`Show all epochs`}</button></div>
`;
}

/** Rules for the colours of its buttons. */
export function swatches({ depths }: PageScales): string {
  return depths.map(depth => `.depth-${depth}::before{background:var(${depthVariable(depth)})}`).join('');
}
