import { keepsShape } from './block-rows.ts';
import type { LesionRow, RunResult } from './schema.ts';

/** Lesions that claims and charts ask about: blocks that keep the shape, since only they leave the identity behind. */
export function blocksRemoved(run: RunResult, count: number): LesionRow[] {
  const { network } = run.record.config;
  return run.lesions.filter(row =>
    row.lesion === 'one'
      ? count === 1 && keepsShape(row, network)
      : row.lesion === 'several' && row.count === count,
  );
}

export function pairsSwapped(run: RunResult, count: number): LesionRow[] {
  return run.lesions.filter(row => row.lesion === 'swapped' && row.count === count);
}

/** Test error of the network as it was trained, in percent. */
export function intactError(run: RunResult): number | null {
  return run.lesions.find(({ lesion }) => lesion === 'none')?.test_error_pct ?? null;
}

/**
 * Of what a network knows beyond guessing, the share that lesions cost on average: 0 where the error is as before, 1 where
 * it is that of chance. `null` where there were no such lesions, or nothing to lose.
 */
export function shareLost(run: RunResult, lesions: readonly LesionRow[]): number | null {
  const intact = intactError(run);
  const chance = 100 * (1 - 1 / run.record.dataset.classes);
  if (intact === null || lesions.length === 0 || intact >= chance) return null;
  const errors = lesions.reduce((sum, row) => sum + row.test_error_pct, 0) / lesions.length;
  return (errors - intact) / (chance - intact);
}
