import type { RunResult } from '../../results/schema.ts';
import { finalRow, lastEpoch, variantOf } from '../arms.ts';
import type { PaperComparison } from '../comparison.ts';
import { duration, fixed, grouped, signed } from '../numbers.ts';
import { type Content, html, type SafeHtml } from './html.ts';

/** Every run in one table, the paper's number beside it only where budgets are alike. */
export function runTable(runs: readonly RunResult[], comparison: PaperComparison | undefined): SafeHtml {
  if (runs.length === 0) return html`<p>No run has started.</p>`;
  const comparable =
    comparison && runs.some(run => comparison.comparable(run.record.config)) ? comparison : undefined;
  const variants = runs.some(run => variantOf(run.record.config) !== '');
  return html`<div class="scroll" tabindex="0" role="region" aria-label="All runs">
<table>
<thead><tr><th scope="col">Kind</th>${number('Depth', 'th')}${variants && html`<th scope="col">Variant</th>`}${number('Seed', 'th')}${number('Parameters', 'th')}${number('Training error %', 'th')}${number('Validation error %', 'th')}${number('Test error %', 'th')}${number('Test − training', 'th')}${comparable && number('Paper, test error %', 'th')}${number('Time', 'th')}<th scope="col">Status</th></tr></thead>
<tbody>
${runs.map(run => row(run, variants, comparable))}</tbody>
</table>
</div>
<p class="notes">Errors of the last epoch of finished runs, or of the one that early stopping returned to. ${note(comparison, comparable)}</p>
`;
}

function row(run: RunResult, variants: boolean, comparison: PaperComparison | undefined): SafeHtml {
  const { config, parameters, wall_seconds: seconds } = run.record;
  const final = finalRow(run);
  return html`<tr><td>${config.kind}</td>${number(config.depth)}${variants && html`<td>${variantOf(config)}</td>`}${number(config.seed)}${number(grouped(parameters))}${number(fixed(final?.train_error_pct))}${number(fixed(final?.val_error_pct))}${number(fixed(final?.test_error_pct))}${number(signed(final && final.test_error_pct - final.train_error_pct))}${comparison && number(published(run, comparison))}${number(duration(seconds))}<td${run.record.error !== undefined && html` class="words"`}>${status(run)}</td></tr>
`;
}

function published({ record: { config } }: RunResult, comparison: PaperComparison): string {
  return (comparison.comparable(config) && comparison.published(config.kind, config.depth)?.text) || '–';
}

function status(run: RunResult): string {
  const { status, config, error, restored_epoch: restored } = run.record;
  if (status === 'finished' && restored !== undefined) {
    return `finished at epoch ${lastEpoch(run)?.epoch ?? 0}, the result is that of epoch ${restored}`;
  }
  if (status === 'finished') return status;
  const reached = `${status} at epoch ${lastEpoch(run)?.epoch ?? 0} of ${config.recipe.epochs}`;
  return error === undefined ? reached : `${reached}: ${error}`;
}

function note(comparison: PaperComparison | undefined, shown: PaperComparison | undefined): string {
  if (!comparison) return '';
  if (shown) return `Paper: ${comparison.source}.`;
  return `The paper’s numbers are not shown: they are ${comparison.condition}.`;
}

function number(content: Content, tag: 'td' | 'th' = 'td'): SafeHtml {
  return tag === 'th'
    ? html`<th scope="col" class="number">${content}</th>`
    : html`<td class="number">${content}</td>`;
}
