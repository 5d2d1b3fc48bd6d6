import { grouped } from '../../language/numbers.ts';
import { msg, type Text } from '../../language/phrase.ts';
import { html, type SafeHtml } from '../../page/html.ts';
import { dataOf } from '../../paper/data-of-runs.ts';
import { paperSteps } from '../../paper/steps.ts';
import type { RunConfig } from '../../run/config.ts';
import { totalSteps } from '../../run/steps.ts';
import type { ReportContext } from '../context.ts';

/** Share of the paper's steps from which on a budget counts as the paper's: whole epochs end a little short of it. */
const WHOLE = 0.99;

/** What a reader has to know of a budget before the first number: on what, how long, how often, how far from the paper. */
export function badgesOf(
  configs: readonly RunConfig[],
  { deviations, planned }: Pick<ReportContext, 'deviations' | 'planned'>,
): Text[] {
  if (configs.length === 0) return [];
  const data = dataOf(configs);
  const short = configs
    .map(config => ({ steps: totalSteps(config), of: paperSteps(config) }))
    .filter(({ steps, of }) => steps < WHOLE * of)
    .sort((a, b) => a.steps - b.steps);
  const seeds = new Set(
    (planned.length > 0 ? planned.map(({ config }) => config) : configs).map(({ seed }) => seed),
  );
  return [
    ...(data.standIn ? [data.names] : []),
    ...(short.length > 0
      ? [
          msg`not converged: ${grouped(short.at(-1)!.steps)} of the paper’s ${grouped(short.at(-1)!.of)} steps`,
        ]
      : []),
    deviations.length > 0
      ? msg`reduced budget: ${deviations.length} settings are not the paper’s`
      : msg`the paper’s settings`,
    ...(seeds.size === 1 ? [msg`one seed: a direction, not a verdict`] : []),
  ];
}

export function badges(texts: readonly Text[]): SafeHtml | false {
  return texts.length > 0 && html`<ul class="badges">${texts.map(text => html`<li>${text}</li>`)}</ul>\n`;
}
