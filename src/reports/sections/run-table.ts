import { kindInWords } from '../../charts/parts/names.ts';
import { binomialVariance } from '../../evidence/statistics.ts';
import { duration, fixed, grouped, signed } from '../../language/numbers.ts';
import { msg, sentences, type Text } from '../../language/phrase.ts';
import { html, type SafeHtml } from '../../page/html.ts';
import type { PublishedErrors } from '../../paper/published.ts';
import { finalRow, lastEpoch, variantOf } from '../../results/networks.ts';
import type { RunResult } from '../../results/schema.ts';
import { type CurvesAt, curveLink } from './curve-link.ts';
import { networkTable } from './network-table.ts';
import { numberCell, sortableHead } from './sortable.ts';

/**
 * Every run in one table that sorts, the paper's number beside it only where budgets are alike; means of each network in
 * another.
 */
export function runTable(
  runs: readonly RunResult[],
  published: PublishedErrors | undefined,
  curves: CurvesAt,
): SafeHtml {
  if (runs.length === 0) return html`<p>${msg`No run has started.`}</p>`;
  const comparable =
    published && runs.some(run => published.comparable(run.record.config)) ? published : undefined;
  const variants = runs.some(run => variantOf(run) !== '');
  const head = [
    { title: msg`Kind` },
    { title: msg`Depth`, isNumber: true },
    ...(variants ? [{ title: msg`Variant` }] : []),
    { title: msg`Seed`, isNumber: true },
    { title: msg`Parameters`, isNumber: true },
    { title: msg`Training error %`, isNumber: true },
    { title: msg`Validation error %`, isNumber: true },
    { title: msg`Test error %`, isNumber: true },
    { title: msg`Test − training`, isNumber: true },
    ...(comparable ? [{ title: msg`Paper, test error %`, isNumber: true }] : []),
    { title: msg`Time`, isNumber: true },
    { title: msg`Status` },
  ];
  const use = sentences(
    msg`The head of a column sorts by it.`,
    curves === null
      ? ''
      : msg`A depth leads to the curves of that network, or that run, and highlights them in all charts.`,
  );
  return html`<p class="small">${use}</p>
${networkTable(runs, curves)}<h3 id="each-run">${msg`Each run`}</h3>
<div class="scroll" tabindex="0" role="group" aria-labelledby="each-run">
<table data-sortable="runs">
${sortableHead(head)}
<tbody>
${runs.map(run => row(run, { variants, published: comparable, curves }))}</tbody>
</table>
</div>
<p class="notes">${sentences(
    msg`Errors of the last epoch of finished runs, or of the one that early stopping returned to.`,
    msg`Seeds differ in initial weights, order, augmentation and, where not all examples are trained on, in which; test examples are the same for all: ± is the standard error of the test error that so few of them leave (binomial).`,
    note(published, comparable),
  )}</p>
`;
}

/** `34.15 ± 1.06`: what other test images would change, whatever the seed. */
function withStandardError(errorPct: number | undefined, images: number): string {
  if (errorPct === undefined) return fixed(errorPct);
  return `${fixed(errorPct)} ± ${fixed(Math.sqrt(binomialVariance(errorPct, images)))}`;
}

interface RowOptions {
  readonly variants: boolean;
  readonly published: PublishedErrors | undefined;
  readonly curves: CurvesAt;
}

function row(run: RunResult, { variants, published, curves }: RowOptions): SafeHtml {
  const { config, parameters, wall_seconds: seconds } = run.record;
  const final = finalRow(run);
  const gap = final && final.test_error_pct - final.train_error_pct;
  const paper = published && publishedFor(run, published);
  return html`<tr><td>${kindInWords(config.kind)}</td>${numberCell(config.depth, curveLink(run, curves, config.seed))}${variants && html`<td class="variant">${variantOf(run)}</td>`}${numberCell(config.seed, config.seed)}${numberCell(parameters, grouped(parameters))}${numberCell(final?.train_error_pct, fixed(final?.train_error_pct))}${numberCell(final?.val_error_pct, fixed(final?.val_error_pct))}${numberCell(final?.test_error_pct, withStandardError(final?.test_error_pct, config.data.testSize))}${numberCell(gap, signed(gap))}${published && numberCell(paper?.testErrorPct, paper?.text ?? '–')}${numberCell(seconds, duration(seconds))}<td class="words">${status(run)}</td></tr>
`;
}

function publishedFor({ record: { config } }: RunResult, published: PublishedErrors) {
  return published.comparable(config) ? published.errorOf(config.kind, config.depth) : undefined;
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

function note(published: PublishedErrors | undefined, shown: PublishedErrors | undefined): Text {
  if (!published) return '';
  if (shown) return msg`Paper: ${published.source}.`;
  return msg`The paper’s numbers are not shown: they are ${published.condition}.`;
}
