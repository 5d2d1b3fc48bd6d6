import { fixed } from '../language/numbers.ts';
import { finalRow } from '../results/networks.ts';
import type { RunResult } from '../results/schema.ts';
import { mean } from './statistics.ts';

/** `66.5`: the final training error in %, mean over those runs that finished; `null` where none has. */
export function meanTrainingError(runs: readonly RunResult[]): string | null {
  const errors = runs.flatMap(run => finalRow(run)?.train_error_pct ?? []);
  return errors.length > 0 ? fixed(mean(errors), 1) : null;
}
