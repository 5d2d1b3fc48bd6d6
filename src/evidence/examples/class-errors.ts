import type { PredictedSplit } from '../../results/predictions.ts';

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
