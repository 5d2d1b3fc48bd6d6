import { msg } from '../language/phrase.ts';
import type { Reasons } from './deviations.ts';

/** Why presets for two processor cores depart from the paper: smaller images, narrower networks, fewer steps. */
export const reducedBudget: Reasons = {
  resolution: msg`A quarter of the pixels is a quarter of the arithmetic.`,
  width: msg`Depth is what is studied; narrower networks of the same depth train faster.`,
  trainSize: msg`Fewer images make an epoch shorter; the training error is what degradation is about.`,
  steps: msg`The budget of this preset; networks are compared at an equal number of steps, not at convergence.`,
  batchSize: msg`More updates for the same arithmetic.`,
  learningRate: msg`It goes with the smaller batch and the shorter training.`,
  milestones: msg`A short training needs the large rate for a longer part of it.`,
  warmup: msg`The paper needs this at depth 110 only; a short training shows its benefit earlier.`,
};
