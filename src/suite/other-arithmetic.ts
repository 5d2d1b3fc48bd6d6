import type { RunRecord } from '../results/schema.ts';

/**
 * What to say of finished runs that were computed in another way than the rest will be: they stay, since their numbers are as
 * good, but no pair is made of both. `null` where there are none.
 */
export function otherArithmetic(finished: readonly RunRecord[], arithmetic: string): string | null {
  const others = finished.filter(({ engine }) => engine.arithmetic !== arithmetic);
  if (others.length === 0) return null;
  const theirs = [...new Set(others.map(({ engine }) => engine.arithmetic))].sort().join(', ');
  const runs = others.length === 1 ? '1 finished run was' : `${others.length} finished runs were`;
  return `${runs} computed with ${theirs}, the others will be with ${arithmetic}: these are not paired. --fresh trains all again.`;
}
