import { type ClaimFinding, PAGE_LEVEL, percentLevel, type Verdict } from '../../evidence/claims/claim.ts';
import { counted, grouped, signed, significant } from '../../language/numbers.ts';
import { msg, sentences, type Text } from '../../language/phrase.ts';
import { html, type SafeHtml } from '../../page/html.ts';

/** Told apart by sign and word; colour only repeats them. */
export const verdictSigns: Readonly<Record<Verdict, Text>> = {
  supported: msg`✓ Supported`,
  refuted: msg`✗ Refuted`,
  inconclusive: msg`? Inconclusive`,
};

/** Every claim with its verdict, effect, interval and rule; what is only checked, apart. */
export function claimsSection(findings: readonly ClaimFinding[]): SafeHtml | null {
  if (findings.length === 0) return null;
  const claims = findings.filter(({ result }) => !result.check);
  const checks = findings.filter(({ result }) => result.check);
  return html`<section aria-labelledby="claims">
<h2 id="claims">${msg`What is claimed, and what the runs say`}</h2>
${standing(findings)}${claims.length > 0 && html`<ol class="claims">${claims.map(item)}</ol>\n`}${
  checks.length > 0 &&
  html`<h3>${msg`Checks`}</h3>
<p class="small">${msg`These follow from how the networks are made. Only a mistake could refute them, so they do not count as claims that hold.`}</p>
<ol class="claims">${checks.map(item)}</ol>
`
}<p class="small">${msg`Hedges’ g is the effect in standard deviations of the differences between seeds.`} ${msg`Intervals are widened so that, with all claims of this page together, the chance of any wrong verdict stays below ${percentLevel(1 - PAGE_LEVEL)}.`}</p>
</section>
`;
}

/** What keeps verdicts from being the last word. */
function standing(findings: readonly ClaimFinding[]): SafeHtml | null {
  const remarks = [
    ...(findings.some(({ result }) => result.provisional)
      ? [msg`Verdicts are provisional: not every planned run has ended.`]
      : []),
    ...(findings.some(({ result }) => result.extended)
      ? [msg`Seeds were added after a verdict had been seen, so that these verdicts are exploratory.`]
      : []),
  ];
  return remarks.length > 0 ? html`<p class="notice">${sentences(...remarks)}</p>\n` : null;
}

function item(finding: ClaimFinding): SafeHtml {
  const { result, notes } = finding;
  return html`<li id="claim-${result.id}">
<p class="verdict ${result.verdict}">${verdictSigns[result.verdict]}${result.provisional && msg` (provisional)`}${result.extended && msg` (exploratory)`}</p>
<p>${result.statement}</p>
<p class="effect">${effect(finding)}</p>
${notes.length > 0 && html`<p class="small">${sentences(...notes)}</p>\n`}<details><summary class="small">${msg`Rule`}</summary><p class="rule">${result.rule}</p></details>
</li>
`;
}

function effect({ result, level, standardized }: ClaimFinding): Text {
  const { effect, unit, n } = result;
  if (effect === null) return msg`Nothing to compare yet (n = 0).`;
  if (level === null) return msg`Effect: ${exactly(effect)} ${unit}, exact, n = ${n}`;
  const interval =
    result.ci_low === null
      ? msg`no interval`
      : msg`${percentLevel(level)} interval ${signed(result.ci_low)} to ${signed(result.ci_high)}`;
  const seeds = counted(n, 'seed');
  return standardized === null
    ? msg`Effect: ${signed(effect)} ${unit}, ${interval}, n = ${seeds}`
    : msg`Effect: ${signed(effect)} ${unit}, ${interval}, n = ${seeds}; Hedges’ g = ${signed(standardized, 1)}`;
}

/** Differences of arithmetic may be far below one: `0.0000012` is told as `1.2e-6`. */
function exactly(value: number): string {
  return Number.isInteger(value) ? grouped(value) : `${significant(value, 3)}`;
}
