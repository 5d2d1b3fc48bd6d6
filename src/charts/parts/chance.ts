import type { RunResult } from '../../results/schema.ts';

/** Error in percent of whoever guesses, the same for all of these runs; `null` where they differ. */
export function chanceOf(runs: readonly RunResult[]): number | null {
  const all = new Set(runs.map(({ record }) => 100 * (1 - 1 / record.dataset.classes)));
  return all.size === 1 ? [...all][0]! : null;
}
