import { kindInWords } from '../../charts/parts/names.ts';
import { mean } from '../../evidence/statistics.ts';
import { fixed } from '../../language/numbers.ts';
import { msg } from '../../language/phrase.ts';
import { html, type SafeHtml } from '../../page/html.ts';
import { finalRow, networksOf, variantOf } from '../../results/networks.ts';
import type { EpochRow, RunResult } from '../../results/schema.ts';
import { type CurvesAt, curveLink } from './curve-link.ts';
import { numberCell, sortableHead } from './sortable.ts';

/** Means over the finished seeds of each network, in a table that sorts; its depth leads to its curves. */
export function networkTable(runs: readonly RunResult[], curves: CurvesAt): SafeHtml | null {
  const networks = networksOf(runs).flatMap(group => {
    const finals = group.flatMap(run => finalRow(run) ?? []);
    return finals.length > 0 ? [{ run: group[0]!, of: group.length, finals }] : [];
  });
  if (networks.length < 2) return null;
  const variants = networks.some(({ run }) => variantOf(run) !== '');
  const head = [
    { title: msg`Kind` },
    { title: msg`Depth`, isNumber: true },
    ...(variants ? [{ title: msg`Variant` }] : []),
    { title: msg`Seeds`, isNumber: true },
    { title: msg`Training error %`, isNumber: true },
    { title: msg`Test error %`, isNumber: true },
  ];
  return html`<h3 id="networks">${msg`Means of each network`}</h3>
<div class="scroll" tabindex="0" role="group" aria-labelledby="networks"><table data-sortable="networks">
${sortableHead(head)}
<tbody>
${networks.map(({ run, of, finals }) => {
  const { kind, depth } = run.record.config;
  const [train, test] = [meanOf(finals, 'train_error_pct'), meanOf(finals, 'test_error_pct')];
  const seeds = finals.length === of ? of : msg`${finals.length} of ${of}`;
  return html`<tr><td>${kindInWords(kind)}</td>${numberCell(depth, curveLink(run, curves))}${variants && html`<td class="variant">${variantOf(run)}</td>`}${numberCell(finals.length, seeds)}${numberCell(train, fixed(train))}${numberCell(test, fixed(test))}</tr>
`;
})}</tbody></table></div>
<p class="notes">${msg`Means over finished seeds.`}</p>
`;
}

function meanOf(rows: readonly EpochRow[], error: 'train_error_pct' | 'test_error_pct'): number {
  return mean(rows.map(row => row[error]));
}
