import { errorByClass } from '../charts/class-errors.ts';
import type { BuiltChart, ChartBuilder } from '../charts/parts/chart.ts';
import { type Claim, type ClaimFinding, evaluateClaims, type Verdict } from '../evidence/claims/claim.ts';
import { closestPair } from '../evidence/examples/disagreements.ts';
import { counted } from '../language/numbers.ts';
import { localized, msg, type Text, translationsOf } from '../language/phrase.ts';
import { html, type SafeHtml } from '../page/html.ts';
import { page } from '../page/page.ts';
import { type DataOfRuns, dataOf } from '../paper/data-of-runs.ts';
import type { PublishedErrors } from '../paper/published.ts';
import type { Reproduction } from '../paper/reproduction.ts';
import { sortRuns } from '../results/networks.ts';
import type { ClaimResult, RunResult } from '../results/schema.ts';
import type { ReportContext } from './context.ts';
import { classNameOf } from './examples.ts';
import type { ReportSummary } from './index-page.ts';
import { answerOf, progressOf } from './sections/answer.ts';
import { badges, badgesOf } from './sections/badges.ts';
import { besideReproduction } from './sections/beside-reproduction.ts';
import { blockDrawing } from './sections/block-drawing.ts';
import { chartsOf } from './sections/charts.ts';
import { claimsSection } from './sections/claims.ts';
import { closerSection } from './sections/closer.ts';
import type { CurvesAt } from './sections/curve-link.ts';
import { detailsSection } from './sections/details.ts';
import { otherPlans, type Place } from './sections/other-plans.ts';
import { references } from './sections/references.ts';
import { runTable } from './sections/run-table.ts';
import { verdicts } from './sections/verdicts.ts';

/** The part of an experiment's definition that its report is made from. */
export interface ReportDefinition {
  /** As on the command line: `plain-vs-residual`. */
  readonly name: string;
  readonly title: Text;
  /** Two sentences. */
  readonly question: Text;
  /** What should come out if the paper is right. */
  readonly expectation: Text;
  readonly charts: readonly ChartBuilder[];
  /** Id of the chart that stands for the experiment in the index; default: the first. */
  readonly indexChart?: string;
  readonly claims: readonly Claim[];
  /** Published numbers to stand beside runs of the paper's size. */
  readonly published?: PublishedErrors;
  /** Somebody else's numbers of the same networks, epoch by epoch. */
  readonly reproduction?: Reproduction;
  /** The picture beside the answer, small enough for a first screen; absent: the first chart comes below. */
  readonly lead?: ChartBuilder;
  /** Says it in the experiment’s own words, where the runs suffice; else it is put together from the claims. */
  readonly answer?: (runs: readonly RunResult[]) => Text | null;
}

export interface Report {
  /** The page at the place of its context. */
  readonly html: string;
  /** The same page at another place. */
  at(place: Place): string;
  /** For the index of all reports. */
  readonly told: Omit<ReportSummary, 'picture'>;
  /** What is drawn, for pictures of it. */
  readonly built: readonly BuiltChart[];
  /** Content of `results/<experiment>/claims.json`. */
  readonly claims: ClaimResult[];
}

/** Rows in, page out: reads nothing, trains nothing, and does not mind the order of the runs. */
export function renderReport(
  definition: ReportDefinition,
  runs: readonly RunResult[],
  context: ReportContext,
): Report {
  const sorted = sortRuns(runs);
  const findings = evaluateClaims(definition.claims, sorted, context);
  const {
    scales,
    built,
    section,
    style,
    data: drawn,
    lead,
    curves,
  } = chartsOf(chartsFor(definition, sorted, context), sorted, definition.lead);
  // Where nothing is claimed the picture itself answers.
  const seen = findings.every(({ result }) => result.check)
    ? built.find(({ builder }) => builder === definition.lead)?.chart.seen
    : undefined;
  const own = definition.answer?.(sorted) ?? seen;
  const told = findings.some(({ result }) => result.provisional);
  const answer = own ? (told ? msg`Provisional: ${own}` : own) : answerOf(findings);
  const data = dataOf([...runs.map(({ record }) => record), ...context.planned].map(({ config }) => config));
  const title = data.standIn ? msg`${definition.title} (synthetic data)` : definition.title;
  const at = (place: Place) =>
    page({
      title,
      style,
      language: context.language,
      main: [
        opening({
          definition,
          runs: sorted,
          context: { ...context, place },
          title,
          data,
          answer,
          lead,
          findings,
        }),
        contents(definition, findings, place),
        definition.charts.length > 0 && section,
        claimsSection(findings),
        closerSection(sorted, context.examples),
        runsSection(definition, sorted, curves),
        detailsSection(sorted, { ...context, place }),
        references,
      ],
      data: drawn,
    });
  return {
    html: at(context.place),
    at,
    built,
    told: {
      name: definition.name,
      title: translationsOf(title),
      plan: context.plan,
      otherPlans: context.place.otherPlans.map(({ name, preset, runs }) => ({ name, preset, runs })),
      preset: context.preset,
      data: translationsOf(data.names),
      synthetic: data.standIn,
      ended: runs.filter(({ record: { status } }) => status === 'finished' || status === 'diverged').length,
      planned: totalOf(context, runs),
      answer: translationsOf(answer),
      ...countsOf(findings),
      scales: { depths: [...scales.depths], arms: [...scales.arms] },
    },
    // English: programs read it.
    claims: findings.map(({ result }) => localized(result, 'en')),
  };
}

/** Those of the experiment; and errors on each class, where twins have ended whose answers to single examples were kept. */
function chartsFor(
  { charts }: ReportDefinition,
  runs: readonly RunResult[],
  { examples }: ReportContext,
): readonly ChartBuilder[] {
  const pair = closestPair(runs);
  return pair !== null && pair !== 'not kept' && charts.length > 0
    ? [...charts, errorByClass(label => classNameOf(examples, label))]
    : charts;
}

/** A page may hold runs that its plan does not know. */
function totalOf({ planned }: ReportContext, runs: readonly RunResult[]): number {
  return new Set([...planned, ...runs.map(({ record }) => record)].map(({ id }) => id)).size;
}

function countsOf(findings: readonly ClaimFinding[]) {
  const of = (verdict: Verdict) =>
    findings.filter(({ result }) => !result.check && result.verdict === verdict).length;
  return { supported: of('supported'), refuted: of('refuted'), inconclusive: of('inconclusive') };
}

interface Opening {
  readonly definition: ReportDefinition;
  readonly runs: readonly RunResult[];
  readonly context: ReportContext;
  readonly title: Text;
  readonly data: DataOfRuns;
  readonly answer: Text;
  readonly lead: SafeHtml | false;
  readonly findings: readonly ClaimFinding[];
}

/** What a stranger sees without scrolling: the question, the answer, the picture, the idea, how far to trust it. */
function opening({ definition, runs, context, title, data, answer, lead, findings }: Opening): SafeHtml {
  const progress = progressOf(runs, totalOf(context, runs));
  const { preset, generatedAt, place } = context;
  const configs = [...context.planned, ...runs.map(({ record }) => record)].map(({ config }) => config);
  return html`<header>
<p class="byline"><a href="${place.indexPath}">${msg`All experiments`}</a> · ${data.names} · ${msg`preset ${preset}`} · ${counted(totalOf(context, runs), 'run')}${generatedAt && ` · ${generatedAt}`}</p>
<h1>${title}</h1>
${badges(badgesOf(configs, context))}<p class="answer">${answer}</p>
${progress && html`<p class="notice" role="status">${progress}</p>\n`}<div class="first">
<div>${lead}</div>
${blockDrawing()}</div>
${verdicts(findings)}${otherPlans(place.otherPlans)}<p class="question">${definition.question}</p>
<p><strong>${msg`Expected.`}</strong> ${definition.expectation}</p>
</header>
`;
}

function contents(
  { charts }: ReportDefinition,
  findings: readonly ClaimFinding[],
  { indexPath }: Place,
): SafeHtml {
  const links = [
    ...(charts.length > 0 ? [['#charts', msg`What was measured`] as const] : []),
    ...(findings.length > 0 ? [['#claims', msg`What is claimed, and what the runs say`] as const] : []),
    ['#runs', msg`All runs`] as const,
    ['#details', msg`What ran`] as const,
    ['#references', msg`References`] as const,
    [indexPath, msg`All experiments`] as const,
  ];
  return html`<nav aria-label="${msg`On this page`}">${links.map(([path, words]) => html`<a href="${path}">${words}</a>\n`)}</nav>
`;
}

function runsSection(
  { published, reproduction }: ReportDefinition,
  runs: readonly RunResult[],
  curves: CurvesAt,
): SafeHtml {
  return html`<section aria-labelledby="runs">
<h2 id="runs">${msg`All runs`}</h2>
${runTable(runs, published, curves)}${besideReproduction(runs, reproduction)}</section>
`;
}
