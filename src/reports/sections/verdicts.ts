import { type ClaimFinding, percentLevel } from '../../evidence/claims/claim.ts';
import { signed } from '../../language/numbers.ts';
import { msg, type Text } from '../../language/phrase.ts';
import { html, type SafeHtml } from '../../page/html.ts';
import { verdictSigns } from './claims.ts';

/** All claims with their verdicts, a line each, and the checks in one line below; the rules are further down. */
export function verdicts(findings: readonly ClaimFinding[]): SafeHtml | false {
  const claims = findings.filter(({ result }) => !result.check);
  const checks = findings.filter(({ result }) => result.check);
  if (findings.length === 0) return false;
  return html`${claims.length > 0 && table(claims)}${checks.length > 0 && html`<p class="small checks">${msg`Checks, which only a mistake could refute:`} ${checks.map(({ result }, i) => html`${i > 0 && '; '}<a href="#claim-${result.id}">${result.statement}</a> ${verdictSigns[result.verdict]}`)}</p>\n`}`;
}

function table(claims: readonly ClaimFinding[]): SafeHtml {
  return html`<div class="scroll" tabindex="0" role="group" aria-label="${msg`Verdicts`}"><table class="verdicts">
<thead><tr><th scope="col">${msg`Verdict`}</th><th scope="col">${msg`Claim`}</th><th scope="col">${msg`Effect and interval`}</th></tr></thead>
<tbody>${claims.map(line)}</tbody>
</table></div>
`;
}

function line({ result, level }: ClaimFinding): SafeHtml {
  return html`<tr><td class="verdict ${result.verdict}">${verdictSigns[result.verdict]}${result.provisional && msg` (provisional)`}</td><td><a href="#claim-${result.id}">${result.statement}</a></td><td class="name">${effect(result, level)}</td></tr>
`;
}

function effect({ effect, ci_low, ci_high, unit }: ClaimFinding['result'], level: number | null): Text {
  if (effect === null) return '–';
  return level === null || ci_low === null
    ? msg`${signed(effect)} ${unit}`
    : msg`${signed(effect)} (${signed(ci_low)} … ${signed(ci_high)}, ${percentLevel(level)})`;
}
