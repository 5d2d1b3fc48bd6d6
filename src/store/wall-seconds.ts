import type { TimingRow } from '../results/schema.ts';

/** What a run took: added up from its epochs, so that interruptions do not count. */
export function secondsIn(timing: readonly Pick<TimingRow, 'seconds'>[]): number {
  return Number(timing.reduce((sum, row) => sum + row.seconds, 0).toFixed(3));
}
