import type { ClaimFinding } from '../../evidence/claims/claim.ts';
import { counted } from '../../language/numbers.ts';
import { beginning, joined, msg, sentences, type Text } from '../../language/phrase.ts';
import type { RunResult } from '../../results/schema.ts';

/** One sentence that follows from the claims and from nothing else. */
export function answerOf(findings: readonly ClaimFinding[]): Text {
  const measured = findings.filter(finding => finding.measured !== null);
  if (findings.length === 0) return '';
  const provisional = findings.some(({ result }) => result.provisional);
  // What follows from how networks are made could not have come out otherwise.
  const claims = findings.filter(({ result }) => !result.check);
  if (measured.length === 0 || claims.length === 0) {
    return provisional
      ? msg`No answer yet: nothing that a claim compares has finished.`
      : msg`No answer: these runs hold no numbers that a claim compares.`;
  }
  const of = (verdict: string) => claims.filter(({ result }) => result.verdict === verdict);
  const facts = findings.filter(finding => finding.headline).flatMap(({ measured }) => measured ?? []);
  const verdict = verdictOf(claims.length, of('supported').length, of('refuted').length, mostSeeds(findings));
  const told =
    facts.length === 0
      ? msg`${verdict}.`
      : sentences(msg`${beginning(joined(facts, msg`; `))}.`, msg`${verdict}.`);
  return provisional ? msg`Provisional: ${told}` : told;
}

function verdictOf(claims: number, supported: number, refuted: number, seeds: number): Text {
  if (refuted > 0) return msg`${refuted} of ${counted(claims, 'claim')} refuted by these runs`;
  if (supported === claims) return msg`All ${claims} claims hold`;
  if (seeds === 1) {
    return supported === 0
      ? msg`One seed: a direction, not a verdict`
      : msg`${supported} of ${counted(claims, 'claim')} hold whatever the seed; of the others one seed shows a direction, not a verdict`;
  }
  return supported === claims - 1
    ? msg`${supported} of ${counted(claims, 'claim')} hold, the other is open`
    : msg`${supported} of ${counted(claims, 'claim')} hold, the others are open`;
}

/** Behind any claim that chance can touch. */
function mostSeeds(findings: readonly ClaimFinding[]): number {
  return Math.max(...findings.map(({ result, level }) => (level === null ? 0 : result.n)));
}

/** `5 of 8 runs finished (1 diverged, 2 not started).`; `null` when all have. */
export function progressOf(runs: readonly RunResult[], total: number): Text | null {
  const by = (status: string) => runs.filter(run => run.record.status === status).length;
  if (by('finished') === total) return null;
  const parts = [
    [by('running'), (n: number) => msg`${n} running or interrupted`],
    [by('diverged'), (n: number) => msg`${n} diverged`],
    [by('failed'), (n: number) => msg`${n} failed`],
    [total - runs.length, (n: number) => msg`${n} not started`],
  ] as const;
  const rest = parts.filter(([n]) => n > 0).map(([n, inWords]) => inWords(n));
  const told = msg`${by('finished')} of ${counted(total, 'run')} finished (${joined(rest, msg`, `)}).`;
  const ended = by('finished') + by('diverged') + by('failed') === total;
  return ended ? told : sentences(told, msg`Verdicts are provisional until all have ended.`);
}
