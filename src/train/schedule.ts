import type { Recipe } from '../run/config.ts';

type Schedule = Pick<Recipe, 'learningRate' | 'rateFactor' | 'warmup' | 'milestones'>;

/**
 * Learning rate of a step (from 0) out of `totalSteps`: warm-up, then the base rate, multiplied by the factor
 * of the last milestone reached. He et al. 2015, section 4.2: 0.1, ÷10 at 32k and 48k of 64k.
 */
export function learningRateAt(step: number, totalSteps: number, schedule: Schedule): number {
  const { warmup, milestones, rateFactor = 1 } = schedule;
  const learningRate = rateFactor * schedule.learningRate;
  const warmupSteps = warmup ? Math.round(warmup.fraction * totalSteps) : 0;
  if (warmup && step < warmupSteps) {
    const grown = warmup.shape === 'linear' ? (step / warmupSteps) * (1 - warmup.from) : 0;
    return learningRate * (warmup.from + grown);
  }
  const reached = milestones.filter(({ at }) => step >= Math.round(at * totalSteps));
  const latest = reached.reduce<(typeof milestones)[number] | null>(
    (last, milestone) => (last === null || milestone.at >= last.at ? milestone : last),
    null,
  );
  return learningRate * (latest?.factor ?? 1);
}
