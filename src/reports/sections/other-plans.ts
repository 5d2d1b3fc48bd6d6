import { counted } from '../../language/numbers.ts';
import { msg } from '../../language/phrase.ts';
import { html, type SafeHtml } from '../../page/html.ts';

/** What links depend on: a page stands in two folders. */
export interface Place {
  /** From the page to `results/<experiment>`, as in a link, without a slash at the end. */
  readonly resultsPath: string;
  /** From the page to the index of all reports. */
  readonly indexPath: string;
  /** Other plans of the experiment that have a page. */
  readonly otherPlans: readonly PlanLink[];
}

export interface PlanLink {
  readonly name: string;
  readonly preset: string;
  readonly runs: number;
  /** As in a link. */
  readonly path: string;
}

/** A line with the ways to pages of other plans of the same experiment; none where there are none. */
export function otherPlans(links: readonly PlanLink[]): SafeHtml | false {
  if (links.length === 0) return false;
  return html`<p class="small">${msg`Other plans of this experiment:`} ${links.map(
    ({ name, preset, runs, path }, i) =>
      html`${i > 0 && ' · '}<a href="${path}">${name}</a> (${name !== preset && html`${msg`preset ${preset}`}, `}${counted(runs, 'run')})`,
  )}</p>
`;
}
