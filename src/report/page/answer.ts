import type { RunResult } from '../../results/schema.ts';
import type { ClaimFinding } from '../claims/claim.ts';
import { counted, listed } from '../numbers.ts';

/** One sentence that follows from the claims and from nothing else. */
export function answerOf(findings: readonly ClaimFinding[]): string {
  const measured = findings.filter(finding => finding.measured !== null);
  if (findings.length === 0) return '';
  if (measured.length === 0) return 'No answer yet: nothing that a claim compares has finished.';
  const of = (verdict: string) => findings.filter(({ result }) => result.verdict === verdict);
  const facts = listed(
    findings.filter(finding => finding.headline).flatMap(({ measured }) => measured ?? []),
  );
  const because = facts === '' ? '.' : `: ${facts}.`;
  const refuted = of('refuted').length;
  if (refuted > 0)
    return `${refuted} of ${counted(findings.length, 'claim')} refuted by these runs${because}`;
  if (of('supported').length === findings.length) return `All ${findings.length} claims hold${because}`;
  if (Math.max(...findings.map(({ result, level }) => (level === null ? 0 : result.n))) === 1) {
    return `One seed, which shows a direction and decides nothing${because}`;
  }
  return `${of('supported').length} of ${counted(findings.length, 'claim')} hold, the others are open${because}`;
}

/** `5 of 8 runs finished (1 diverged, 2 not started).`; `null` when all have. */
export function progressOf(runs: readonly RunResult[], planned: number): string | null {
  const by = (status: string) => runs.filter(run => run.record.status === status).length;
  const total = Math.max(planned, runs.length);
  if (by('finished') === total) return null;
  const parts = [
    [by('running'), 'running or interrupted'],
    [by('diverged'), 'diverged'],
    [by('failed'), 'failed'],
    [total - runs.length, 'not started'],
  ] as const;
  const rest = parts.filter(([n]) => n > 0).map(([n, word]) => `${n} ${word}`);
  return `${by('finished')} of ${counted(total, 'run')} finished (${rest.join(', ')}). Only finished runs count in claims.`;
}
