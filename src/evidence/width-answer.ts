import { msg, type Text } from '../language/phrase.ts';
import type { RunResult } from '../results/schema.ts';
import type { Kind } from '../run/config.ts';
import { meanTrainingError } from './mean-training-error.ts';
import { runsAt } from './pairs/pairs.ts';

/**
 * What the widest networks of a depth end with beside those of the width that the preset says, plain and residual, in
 * absolute numbers; `null` until some of each have finished.
 */
export function widthAnswer(runs: readonly RunResult[], depth: number): Text | null {
  const factor = Math.max(...runs.map(widening));
  const of = (kind: Kind, times: number) =>
    meanTrainingError(runsAt(runs, { kind, depth }).filter(run => widening(run) === times));
  const [plain, plainBefore] = [of('plain', factor), of('plain', 1)];
  const [residual, residualBefore] = [of('residual', factor), of('residual', 1)];
  if (factor <= 1 || plain === null || plainBefore === null || residual === null || residualBefore === null)
    return null;
  return msg`With ${factor} times as many filters, ${depth} plain layers err on ${plain} % of their own training images
    instead of ${plainBefore} %; ${depth} residual layers err on ${residual} % instead of ${residualBefore} %.`;
}

function widening({ record: { config } }: RunResult): number {
  return config.network.widening ?? 1;
}
