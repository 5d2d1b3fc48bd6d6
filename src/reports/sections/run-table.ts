import { binomialVariance } from '../../evidence/statistics.ts';
import { duration, fixed, grouped, signed } from '../../language/numbers.ts';
import { msg, sentences, type Text } from '../../language/phrase.ts';
import { type Content, html, type SafeHtml } from '../../page/html.ts';
import type { PaperComparison } from '../../paper/published.ts';
import { finalRow, lastEpoch, variantOf } from '../../results/networks.ts';
import type { RunResult } from '../../results/schema.ts';
import { networkTable } from './network-table.ts';

/** Every run in one table, the paper's number beside it only where budgets are alike. */
export function runTable(runs: readonly RunResult[], comparison: PaperComparison | undefined): SafeHtml {
  if (runs.length === 0) return html`<p>${msg`No run has started.`}</p>`;
  const comparable =
    comparison && runs.some(run => comparison.comparable(run.record.config)) ? comparison : undefined;
  const variants = runs.some(run => variantOf(run) !== '');
  return html`<div class="scroll" tabindex="0" role="group" aria-label="${msg`Table of all runs`}">
<table>
<thead><tr><th scope="col">${msg`Kind`}</th>${number(msg`Depth`, 'th')}${variants && html`<th scope="col">${msg`Variant`}</th>`}${number(msg`Seed`, 'th')}${number(msg`Parameters`, 'th')}${number(msg`Training error %`, 'th')}${number(msg`Validation error %`, 'th')}${number(msg`Test error %`, 'th')}${number(msg`Test − training`, 'th')}${comparable && number(msg`Paper, test error %`, 'th')}${number(msg`Time`, 'th')}<th scope="col">${msg`Status`}</th></tr></thead>
<tbody>
${runs.map(run => row(run, variants, comparable))}</tbody>
</table>
</div>
<p class="notes">${sentences(
    msg`Errors of the last epoch of finished runs, or of the one that early stopping returned to.`,
    msg`Seeds differ in initial weights, order, augmentation and, where not all examples are trained on, in which; test examples are the same for all: ± is the standard error of the test error that so few of them leave (binomial).`,
    note(comparison, comparable),
  )}</p>
${networkTable(runs)}`;
}

/** `34.15 ± 1.06`: what other test images would change, whatever the seed. */
function withStandardError(errorPct: number | undefined, images: number): string {
  if (errorPct === undefined) return fixed(errorPct);
  return `${fixed(errorPct)} ± ${fixed(Math.sqrt(binomialVariance(errorPct, images)))}`;
}

function row(run: RunResult, variants: boolean, comparison: PaperComparison | undefined): SafeHtml {
  const { config, parameters, wall_seconds: seconds } = run.record;
  const final = finalRow(run);
  return html`<tr><td>${config.kind}</td>${number(config.depth)}${variants && html`<td>${variantOf(run)}</td>`}${number(config.seed)}${number(grouped(parameters))}${number(fixed(final?.train_error_pct))}${number(fixed(final?.val_error_pct))}${number(withStandardError(final?.test_error_pct, config.data.testSize))}${number(signed(final && final.test_error_pct - final.train_error_pct))}${comparison && number(published(run, comparison))}${number(duration(seconds))}<td${run.record.error !== undefined && html` class="words"`}>${status(run)}</td></tr>
`;
}

function published({ record: { config } }: RunResult, comparison: PaperComparison): Text {
  return (comparison.comparable(config) && comparison.published(config.kind, config.depth)?.text) || '–';
}

/** Status in words; of what did not finish, how far it came. */
const words = {
  running: (epoch: number, of: number) => msg`running at epoch ${epoch} of ${of}`,
  diverged: (epoch: number, of: number) => msg`diverged at epoch ${epoch} of ${of}`,
  failed: (epoch: number, of: number) => msg`failed at epoch ${epoch} of ${of}`,
} as const;

function status(run: RunResult): Text {
  const { status, config, error, restored_epoch: restored } = run.record;
  const epoch = lastEpoch(run)?.epoch ?? 0;
  if (status === 'finished') {
    return restored === undefined
      ? msg`finished`
      : msg`finished at epoch ${epoch}, the result is that of epoch ${restored}`;
  }
  const reached = words[status](epoch, config.recipe.epochs);
  return error === undefined ? reached : msg`${reached}: ${error}`;
}

function note(comparison: PaperComparison | undefined, shown: PaperComparison | undefined): Text {
  if (!comparison) return '';
  if (shown) return msg`Paper: ${comparison.source}.`;
  return msg`The paper’s numbers are not shown: they are ${comparison.condition}.`;
}

function number(content: Content, tag: 'td' | 'th' = 'td'): SafeHtml {
  return tag === 'th'
    ? html`<th scope="col" class="number">${content}</th>`
    : html`<td class="number">${content}</td>`;
}
