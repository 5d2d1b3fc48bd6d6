import type { BuiltChart, ChartBuilder } from '../../charts/parts/chart.ts';
import { percentLevel } from '../../evidence/claims/claim.ts';
import type { LanguageCode } from '../../language/languages.ts';
import { fixed, signed } from '../../language/numbers.ts';
import { isSame, joined, listed, msg, type Text } from '../../language/phrase.ts';
import { html, type SafeHtml } from '../../page/html.ts';
import { page } from '../../page/page.ts';
import { type DataOfRuns, dataOf } from '../../paper/data-of-runs.ts';
import { settingsOf } from '../../paper/deviations.ts';
import { sortRuns } from '../../results/networks.ts';
import type { RunResult } from '../../results/schema.ts';
import { chartsOf } from '../sections/charts.ts';
import { originOf } from '../sections/details.ts';
import { references } from '../sections/references.ts';
import { runTable } from '../sections/run-table.ts';
import { differenceChart } from './difference-chart.ts';
import { answerOf, type Difference, type Differences, differencesOf } from './differences.ts';
import { haveNetworksInCommon, type Matching, matchNetworks, type RunSet } from './matching.ts';
import { OVERLAID, overlaidCurves, overlaidGradients } from './overlays.ts';

/** What is compared: runs of one experiment. */
export interface ComparisonDefinition {
  readonly name: string;
  readonly title: Text;
  readonly charts: readonly ChartBuilder[];
}

export interface ComparisonContext {
  /** Command line that repeats it. */
  readonly command: string;
  /** The language that the page opens in; absent: the reader's. */
  readonly language?: LanguageCode | undefined;
}

export interface Comparison {
  readonly html: string;
  readonly title: Text;
  readonly answer: Text;
  readonly built: readonly BuiltChart[];
}

/** Two sets of runs on one page: what the second changes, with intervals, and all charts with both. */
export function renderComparison(
  definition: ComparisonDefinition,
  first: RunSet,
  second: RunSet,
  context: ComparisonContext,
): Comparison {
  const names = [first.name, second.name] as const;
  const [left, right] = [sortRuns(first.runs), sortRuns(second.runs)];
  const matching = matchNetworks(left, right);
  const differences = differencesOf(matching.matches);
  const runs = sortRuns(
    // Where variants tell them apart, names of sets would only make them longer.
    haveNetworksInCommon(left, right)
      ? [first, second].flatMap(({ name, runs }) => runs.map(run => ({ ...run, set: name })))
      : [...left, ...right],
  );
  const builders = [
    differenceChart(differences, names),
    overlaidCurves(matching.matches, names),
    overlaidGradients(matching.matches, names),
    ...definition.charts.filter(({ id }) => !OVERLAID.includes(id)),
  ];
  const { built, section, style, data, curves } = chartsOf(builders, runs);
  const compared = msg`${definition.title}: ${first.name} and ${second.name}`;
  const learned = dataOf(runs.map(({ record }) => record.config));
  const title = learned.standIn ? msg`${compared} (synthetic data)` : compared;
  const answer = answerOf(differences, names);
  return {
    html: page({
      title,
      style,
      language: context.language,
      main: [
        opening(title, answer, learned, names, context),
        settingsSection(left, right, names),
        differencesSection(differences, matching, names),
        section,
        html`<section aria-labelledby="runs">
<h2 id="runs">${msg`All runs`}</h2>
${runTable(runs, undefined, curves)}</section>
`,
        references,
      ],
      data,
    }),
    title,
    answer,
    built,
  };
}

type Names = readonly [string, string];

function opening(
  title: Text,
  answer: Text,
  learned: DataOfRuns,
  [first, second]: Names,
  context: ComparisonContext,
): SafeHtml {
  return html`<header>
<h1>${title}</h1>
<p class="byline">${learned.names}</p>
<p class="question">${msg`What changes with ${second} instead of ${first}?`}</p>
<p class="answer">${answer}</p>
<p>${msg`To compare again:`}</p>
<pre tabindex="0"><code>${context.command}</code></pre>
</header>
`;
}

/** What the sets do not share: what any difference may be due to. */
function settingsSection(left: readonly RunResult[], right: readonly RunResult[], names: Names): SafeHtml {
  const configs = [left, right].map(runs => runs.map(({ record }) => record.config));
  const [ofLeft, ofRight] = configs.map(side => settingsOf(side, configs.flat()));
  const settings = unlike(ofLeft!, ofRight!);
  const origin = unlike(originOf(left), originOf(right));
  return html`<section aria-labelledby="settings">
<h2 id="settings">${msg`What differs between the sets`}</h2>
${
  settings.length + origin.length > 0 &&
  html`<div class="scroll" tabindex="0"><table>
<thead><tr><th scope="col">${msg`Setting`}</th>${names.map(name => html`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>${[...settings, ...origin].map(
    ({
      name,
      values,
    }) => html`<tr><td>${name}</td>${values.map(value => html`<td class="words">${value}</td>`)}</tr>
`,
  )}</tbody></table></div>
`
}<p class="notes">${
    settings.length === 0
      ? msg`No setting differs: what is seen below comes from what settings do not say, such as the source, or from nothing but chance.`
      : settings.length === 1
        ? msg`One setting differs: what is seen below comes from it, as far as chance and the source allow.`
        : msg`Several settings differ: which of them makes a difference cannot be seen here.`
  }</p>
</section>
`;
}

type Values = readonly { readonly name: Text; readonly here: readonly Text[] }[];

/** What reads otherwise on the other side; both sides have the same lines. */
function unlike(left: Values, right: Values): { name: Text; values: Text[] }[] {
  return left.flatMap(({ name, here }, i) => {
    const values = [here, right[i]!.here].map(list => joined(list, ' / '));
    return isSame(values[0]!, values[1]!) ? [] : [{ name, values }];
  });
}

function differencesSection(
  { level, all }: Differences,
  { alone }: Matching,
  [first, second]: Names,
): SafeHtml {
  const left = [first, second].flatMap((name, side) =>
    alone[side]!.length > 0 ? [msg`Only in ${name}, compared with nothing: ${listed(alone[side]!)}.`] : [],
  );
  return html`<section aria-labelledby="differences-table">
<h2 id="differences-table">${msg`Differences`}</h2>
${all.length === 0 ? html`<p>${msg`The sets have no kind of network and depth in common.`}</p>\n` : table(all, level, [first, second])}${left.map(text => html`<p class="notes">${text}</p>\n`)}</section>
`;
}

const directions = {
  higher: msg`higher`,
  lower: msg`lower`,
  open: msg`no difference shown`,
} as const;

function table(all: readonly Difference[], level: number, [first, second]: Names): SafeHtml {
  const head = (text: Text, number = true) =>
    html`<th scope="col"${number && html` class="number"`}>${text}</th>`;
  return html`<div class="scroll" tabindex="0" role="group" aria-labelledby="differences-table"><table>
<thead><tr>${head(msg`Network`, false)}${head(msg`Final error in %`, false)}${head(first)}${head(second)}${head(msg`Difference`)}${head(msg`${percentLevel(level)} interval`)}${head(msg`Seeds`)}${head(msg`Hedges’ g`)}${head(msg`Verdict`, false)}</tr></thead>
<tbody>${all.map(row)}</tbody></table></div>
<p class="notes">${msg`Second minus first, paired by seed; means of the seeds that finished in both sets. Intervals are Student’s t, widened so that all of this page hold together with 95 % (Bonferroni). A difference is shown where the interval does not hold 0; one seed has no interval. Hedges’ g is the difference in standard deviations of the differences between seeds.`}</p>
`;
}

function row({ match, error, means, estimate, standardized, direction }: Difference): SafeHtml {
  const cell = (text: Text) => html`<td class="number">${text}</td>`;
  const interval =
    estimate && estimate.low !== null ? msg`${signed(estimate.low)} to ${signed(estimate.high)}` : '–';
  const verdict = estimate && estimate.n > 1 ? directions[direction] : msg`nothing to decide by`;
  return html`<tr><td class="name">${match.name}</td><td class="name">${error.name}</td>${cell(fixed(means?.[0]))}${cell(fixed(means?.[1]))}${cell(signed(estimate?.mean))}${cell(interval)}${cell(String(estimate?.n ?? 0))}${cell(signed(standardized, 1))}<td class="name">${verdict}</td></tr>
`;
}
