import type { RunResult } from './schema.ts';

/** Correlation of gradients at two points that are next to each other, before training; `null` where it was not measured. */
export function neighbourCorrelation({ shattering }: RunResult): number | null {
  return shattering.find(({ distance_index }) => distance_index === 1)?.correlation ?? null;
}
