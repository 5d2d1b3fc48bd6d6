import { paperPixels } from '../data/images/config.ts';
import type { Recipe } from '../run/config.ts';

/** He et al. 2015, section 4.2, to the letter: 64,000 steps of 128 images. */
export const paperRecipe: Recipe = {
  // Of all 50,000 images: 390 steps each, the last one cut at `maxSteps`.
  epochs: 165,
  maxSteps: 64_000,
  batchSize: 128,
  learningRate: 0.1,
  warmup: null,
  milestones: [
    { at: 0.5, factor: 0.1 },
    { at: 0.75, factor: 0.01 },
  ],
  optimizer: { name: 'momentum', options: { momentum: 0.9 } },
  weightDecay: 1e-4,
};

export const paperAugmentation = paperPixels.augmentation;

/** All of CIFAR-10's training images, as the paper trains on them; a preset says on how many it measures. */
export const paperImages = {
  dataset: 'cifar10',
  resolution: 32,
  augmentation: paperAugmentation,
  trainSize: 50_000,
  valSize: 0,
} as const;
