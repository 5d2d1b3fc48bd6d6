import { armsOf, depthsOf } from '../../results/networks.ts';
import type { RunResult } from '../../results/schema.ts';

/** Shared by all charts of a page, so that a depth or an arm looks the same everywhere. */
export interface PageScales {
  /** Sorted by number. */
  readonly depths: readonly number[];
  /** Plain first. */
  readonly arms: readonly string[];
  /** Of the whole page, for a chart of a part of its runs: they decide the colours. */
  readonly page?: PageScales;
}

/** What all charts of these runs share. */
export function scalesOf(runs: readonly RunResult[]): PageScales {
  return { depths: depthsOf(runs), arms: armsOf(runs) };
}
