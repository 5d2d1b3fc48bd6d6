import { mean } from '../../evidence/statistics.ts';
import { fixed } from '../../language/numbers.ts';
import { msg } from '../../language/phrase.ts';
import { html, type SafeHtml } from '../../page/html.ts';
import { finalRow, networksOf, variantOf } from '../../results/networks.ts';
import type { EpochRow, RunResult } from '../../results/schema.ts';

/** Means over the finished seeds of each network; its depth is a button that highlights its curves in all charts. */
export function networkTable(runs: readonly RunResult[]): SafeHtml | null {
  const networks = networksOf(runs).flatMap(group => {
    const finals = group.flatMap(run => finalRow(run) ?? []);
    return finals.length > 0 ? [{ run: group[0]!, of: group.length, finals }] : [];
  });
  if (networks.length < 2) return null;
  const variants = networks.some(({ run }) => variantOf(run) !== '');
  return html`<h3 id="networks">${msg`Means of each network`}</h3>
<div class="scroll" tabindex="0" role="group" aria-labelledby="networks"><table>
<thead><tr><th scope="col">${msg`Kind`}</th><th scope="col" class="number">${msg`Depth`}</th>${variants && html`<th scope="col">${msg`Variant`}</th>`}<th scope="col" class="number">${msg`Seeds`}</th><th scope="col" class="number">${msg`Training error %`}</th><th scope="col" class="number">${msg`Test error %`}</th></tr></thead>
<tbody>
${networks.map(
  ({
    run,
    of,
    finals,
  }) => html`<tr><td>${run.record.config.kind}</td><td class="number">${depthButton(run.record.config.depth)}</td>${variants && html`<td>${variantOf(run)}</td>`}<td class="number">${finals.length === of ? of : msg`${finals.length} of ${of}`}</td><td class="number">${meanOf(finals, 'train_error_pct')}</td><td class="number">${meanOf(finals, 'test_error_pct')}</td></tr>
`,
)}</tbody></table></div>
<p class="notes">${msg`Means over finished seeds. A depth highlights its curves in all charts.`}</p>
`;
}

function depthButton(depth: number): SafeHtml {
  const label = msg`Highlight depth ${depth} in all charts`;
  return html`<button type="button" data-pick-depth="${depth}" aria-pressed="false" aria-label="${label}">${depth}</button>`;
}

function meanOf(rows: readonly EpochRow[], error: 'train_error_pct' | 'test_error_pct'): string {
  return fixed(mean(rows.map(row => row[error])));
}
