import { msg } from '../language/phrase.ts';
import type { Recipe } from '../run/config.ts';
import type { Reasons } from './deviations.ts';
import { paperRecipe } from './recipe.ts';

/** Real images of presets for two processor cores; a preset says how many. */
export const reducedImages = {
  dataset: 'cifar10',
  resolution: 16,
  augmentation: { cropPadding: 2, flip: true },
} as const;

/** The smallest images that show that everything works. */
export const smokeImages = {
  dataset: 'synthetic',
  resolution: 8,
  augmentation: { cropPadding: 1, flip: true },
} as const;

/** The paper's recipe for a short training on few images; a preset says how many epochs. */
export const reducedRecipe: Omit<Recipe, 'epochs'> = {
  ...paperRecipe,
  maxSteps: null,
  batchSize: 64,
  learningRate: 0.05,
  warmup: { fraction: 0.1, from: 0.1, shape: 'linear' },
  milestones: [
    { at: 0.6, factor: 0.1 },
    { at: 0.85, factor: 0.01 },
  ],
};

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
