import { z } from 'zod';
import { dataColors } from '../charts/parts/colors.ts';
import type { LanguageCode } from '../language/languages.ts';
import { counted } from '../language/numbers.ts';
import { inAllLanguages, msg, type Text, type Translations, translated } from '../language/phrase.ts';
import { html, type SafeHtml, verbatim } from '../page/html.ts';
import { page } from '../page/page.ts';
import { colorRules } from '../page/theme.ts';
import { argument, type Step } from './argument.ts';
import { blockDrawing } from './sections/block-drawing.ts';
import { otherPlans } from './sections/other-plans.ts';
import { references } from './sections/references.ts';

const translations = z.strictObject({
  en: z.string(),
  'zh-CN': z.string(),
}) satisfies z.ZodType<Translations>;

/** What the index tells of an experiment; kept in its folder of reports. */
export const reportSummarySchema = z.strictObject({
  name: z.string(),
  title: translations,
  /** The plan that ran last, and others that have a page. */
  plan: z.string(),
  otherPlans: z.array(z.strictObject({ name: z.string(), preset: z.string(), runs: z.int() })),
  preset: z.string(),
  /** What the runs learned from. */
  data: translations,
  /** Whether that only stands in for real data. */
  synthetic: z.boolean(),
  /** Runs that need no more training, finished or diverged. */
  ended: z.int(),
  planned: z.int(),
  answer: translations,
  /** Claims. */
  supported: z.int(),
  refuted: z.int(),
  inconclusive: z.int(),
  /** SVG in the colours of `scales`; null where nothing was drawn yet. */
  picture: translations.nullable(),
  scales: z.strictObject({ depths: z.array(z.number()), arms: z.array(z.string()) }),
});
export type ReportSummary = z.infer<typeof reportSummarySchema>;

/** What the index tells of a comparison. */
export const comparisonSummarySchema = z.strictObject({
  name: z.string(),
  title: translations,
  answer: translations,
  /** The experiment. */
  compared: z.string(),
});
export type ComparisonSummary = z.infer<typeof comparisonSummarySchema>;

export interface IndexOptions {
  /** Pages that compare two sets of runs. */
  readonly comparisons?: readonly ComparisonSummary[];
  /** Whether there is a page beside it on which networks train. */
  readonly playground?: boolean;
  /** The language that the page opens in; absent: the reader's. */
  readonly language?: LanguageCode | undefined;
}

/** The whole argument on one page: each step with its one picture, its verdict and the way to its report. */
export function renderIndex(
  summaries: readonly ReportSummary[],
  { comparisons = [], playground = false, language }: IndexOptions = {},
): string {
  const told = new Set(argument.flatMap(({ experiments }) => experiments));
  const others = summaries.filter(({ name }) => !told.has(name));
  const wasRun = ({ experiments }: Step) => summaries.some(({ name }) => experiments.includes(name));
  return page({
    title: msg`Why do very deep plain networks fail to train, and what do shortcuts change?`,
    language,
    style: colorRules(mode => {
      const colors = summaries.flatMap(({ name, scales }) =>
        [...dataColors(mode, scales)].map(([variable, color]) => [prefixed(variable, name), color] as const),
      );
      return new Map(colors);
    }),
    main: [
      opening(summaries),
      playground &&
        html`<p><a href="${PLAYGROUND}">${msg`See it happen: a plain and a residual network train in your browser`}</a></p>\n`,
      html`<ol class="steps">${argument.map((step, i) => wasRun(step) && stepItem(i + 1, step, summaries))}</ol>
`,
      notRun(argument.flatMap((step, i) => (wasRun(step) ? [] : [{ step, position: i + 1 }]))),
      others.length > 0 &&
        html`<section aria-labelledby="others">
<h2 id="others">${msg`Other experiments`}</h2>
${others.map(summary => html`<h3>${translated(summary.title)}</h3>\n${result(summary)}`)}</section>
`,
      comparisons.length > 0 &&
        html`<section aria-labelledby="comparisons">
<h2 id="comparisons">${msg`Comparisons`}</h2>
${comparisons.map(
  ({
    name,
    title,
    answer,
  }) => html`<h3><a href="${encodeURIComponent(name)}.html">${translated(title)}</a></h3>
<p class="answer">${translated(answer)}</p>
`,
)}</section>
`,
      references,
    ],
  });
}

/** Beside the index, where somebody has written it. */
export const PLAYGROUND = 'playground.html';

/** The experiment that the whole argument is about. */
const HEADLINE = 'plain-vs-residual';

/** The argument in one sentence and one picture, from its own runs. */
function opening(summaries: readonly ReportSummary[]): SafeHtml {
  const synthetic = summaries.some(summary => summary.synthetic);
  const headline = summaries.find(({ name }) => name === HEADLINE);
  return html`<header>
<h1>${msg`Why do very deep plain networks fail to train, and what do shortcuts change?`}</h1>
${headline && html`<p class="answer">${translated(headline.answer)}</p>\n`}${synthetic && html`<p class="notice">${msg`Some of these results are from synthetic data: they show that the suite works, not what real images and texts show.`}</p>\n`}<div class="first">
<div>${headline?.picture ? html`<a class="picture" href="${encodeURIComponent(headline.name)}.html">${pictureOf(headline.name, headline.picture, 'first')}</a>` : !headline && missing(HEADLINE)}</div>
${blockDrawing()}</div>
<p class="question">${msg`An argument in ${argument.length} steps, each of which can be run, seen and doubted. The text says what the literature argues; pictures and verdicts come from the runs at hand; the reports have the numbers, the rules and the files.`}</p>
</header>
`;
}

function stepItem(
  position: number,
  { heading, text, experiments }: Step,
  summaries: readonly ReportSummary[],
): SafeHtml {
  return html`<li>
<h2>${position}. ${heading}</h2>
<p>${text}</p>
${experiments.map(experiment => {
  const summary = summaries.find(({ name }) => name === experiment);
  if (!summary) return missing(experiment);
  return html`${experiments.length > 1 && html`<h3>${translated(summary.title)}</h3>\n`}${result(summary)}`;
})}</li>
`;
}

/** What was not run, folded, each with the line that runs it. */
function notRun(steps: readonly { readonly step: Step; readonly position: number }[]): SafeHtml | false {
  return (
    steps.length > 0 &&
    html`<details class="not-run"${steps.length === argument.length && html` open`}><summary>${msg`Steps that were not run yet (${steps.length})`}</summary>
<ol class="steps">${steps.map(({ step, position }) => stepItem(position, step, []))}</ol>
</details>
`
  );
}

function result(summary: ReportSummary): SafeHtml {
  const { name, title, preset, data, ended, planned, answer, picture } = summary;
  return html`${picture && html`<div class="picture">${pictureOf(name, picture)}</div>\n`}<p class="answer">${translated(answer)}</p>
<p class="small">${verdicts(summary)} · ${translated(data)} · ${msg`preset ${preset}`} · ${ended < planned ? msg`${ended} of ${counted(planned, 'run')} done` : counted(planned, 'run')}</p>
<p><a href="${encodeURIComponent(name)}.html">${msg`Full report: ${translated(title)}`}</a></p>
${otherPlans(summary.otherPlans.map(plan => ({ ...plan, path: `${encodeURIComponent(name)}/${plan.name}.html` })))}`;
}

function verdicts({ supported, refuted, inconclusive }: ReportSummary): Text {
  return msg`${supported} supported, ${refuted} refuted, ${inconclusive} inconclusive`;
}

function missing(experiment: string): SafeHtml {
  return html`<p class="notice">${msg`Not run yet. To run it:`} <code>npm run exp:${experiment}</code></p>
`;
}

/** This project's own drawing: Vega escaped every text in it. */
function pictureOf(name: string, picture: Translations, place = name): SafeHtml {
  return verbatim(inAllLanguages(code => prefixed(picture[code], name, place)));
}

/** Variables and ids of one report beside those of others; ids, of which a page has each once, by their place. */
function prefixed(text: string, name: string, place = name): string {
  return text
    .replaceAll(/--(arm-\d+)/g, `--${name}-$1`)
    .replaceAll(/(id="|url\(#)(clip|gradient)/g, `$1${place}-$2`);
}
