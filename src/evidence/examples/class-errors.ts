import type { PredictedSplit } from '../../results/predictions.ts';
import { mean } from '../statistics.ts';
import type { PredictedRun } from './disagreements.ts';

/**
 * Error on the examples of each class, in %, by the number of the class; null for one that has no examples.
 *
 * @param classes how many there are
 */
export function classErrors({ label, predicted }: PredictedSplit, classes: number): (number | null)[] {
  const counts = new Array<number>(classes).fill(0);
  const mistakes = new Array<number>(classes).fill(0);
  for (const [i, own] of label.entries()) {
    counts[own]!++;
    if (predicted[i] !== own) mistakes[own]!++;
  }
  return counts.map((count, own) => (count === 0 ? null : (100 * mistakes[own]!) / count));
}

/** Of several runs of one network: means over those that have examples of the class; null where none has. */
export function meanClassErrors(
  runs: readonly PredictedRun[],
  split: 'train' | 'test',
  classes: number,
): (number | null)[] {
  const each = runs.map(({ predictions }) => classErrors(predictions[split], classes));
  return Array.from({ length: classes }, (_, label) => {
    const errors = each.flatMap(own => own[label] ?? []);
    return errors.length > 0 ? mean(errors) : null;
  });
}
