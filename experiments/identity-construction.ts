import { errorByVariant } from '../src/charts/by-variant.ts';
import { trainingErrorAtAGlance } from '../src/charts/glance.ts';
import { networkCurves } from '../src/charts/network-curves.ts';
import { errorDifference } from '../src/evidence/claims/error-difference.ts';
import { growthKeepsLoss, growthKeepsParameters } from '../src/evidence/claims/growth.ts';
import type { Experiment } from '../src/experiment.ts';
import { msg } from '../src/language/phrase.ts';
import { paperImages, paperRecipe } from '../src/paper/recipe.ts';
import { reducedBudget, reducedImages } from '../src/paper/reduced-budget.ts';
import type { Preset, Variant } from '../src/suite/presets.ts';

/**
 * The shallow network; what it becomes when identity layers are added, while the rate is large and at the moment when it
 * falls to a tenth; and the same depth from scratch.
 */
function construction(shallow: number, deep: number): Variant[] {
  const grown = (at: number): Variant => ({
    kinds: ['plain'],
    depths: [deep],
    network: { grown: { fromDepth: shallow, at } },
  });
  return [{ depths: [shallow] }, grown(0.3), grown(0.5), { depths: [deep] }];
}

const base: Omit<Preset, 'description' | 'seeds' | 'data'> = {
  kinds: ['plain'],
  depths: [20, 56],
  network: { width: 16, shortcut: 'A', batchNorm: true },
  recipe: paperRecipe,
  variants: construction(20, 56),
};

/** As results and reports name the networks. */
const shallow = { kind: 'plain', depth: 20, variant: '' } as const;
const scratch = { kind: 'plain', depth: 56, variant: '' } as const;
const grownEarly = { kind: 'plain', depth: 56, variant: 'growth from 20 at 30 %' } as const;
const grownLate = { kind: 'plain', depth: 56, variant: 'growth from 20 at 50 %' } as const;

/** Percentage points that still count as no worse. */
const MARGIN = 2;

const identityConstruction: Experiment = {
  name: 'identity-construction',
  title: msg`Is there a deep plain network that is as good as a shallow one?`,
  question: msg`Is there a deep plain network that is no worse than a shallow one? And is it the optimizer that does
      not find it when it trains the deep network from scratch?`,
  expectation: msg`Yes: copy the shallow network and let the added layers be the identity (He et al. 2015, section 1). So
      a deeper network has no reason to be worse, and yet it is, when it is trained from scratch: optimizers do
      not find what the construction hands over. Networks that were made so can be trained on, at a tenth of
      the rate (Chen, Goodfellow and Shlens 2016, “Net2Net”). Whether the optimizer also stays there at the
      full rate, nobody promises.`,

  presets: {
    smoke: {
      ...base,
      description: 'Synthetic images, depth 8 becomes 14: shows in under a minute that everything works.',
      depths: [8, 14],
      seeds: 1,
      variants: construction(8, 14),
      network: { ...base.network, width: 4 },
      data: {
        dataset: 'synthetic',
        resolution: 16,
        augmentation: { cropPadding: 2, flip: true },
        trainSize: 1000,
        trainEvalSize: 200,
        valSize: 200,
        testSize: 200,
      },
      recipe: {
        ...paperRecipe,
        epochs: 4,
        maxSteps: null,
        batchSize: 50,
        learningRate: 0.05,
      },
    },
    quick: {
      ...base,
      description: 'CIFAR-10 at 16×16, width 8, 6,000 images: depth 20 becomes 56, on two CPU cores.',
      seeds: 4,
      network: { ...base.network, width: 8 },
      reasons: reducedBudget,
      data: {
        ...reducedImages,
        trainSize: 6000,
        trainEvalSize: 1500,
        valSize: 100,
        testSize: 1000,
      },
      recipe: {
        ...paperRecipe,
        epochs: 10,
        maxSteps: null,
        batchSize: 64,
        learningRate: 0.05,
        warmup: { fraction: 0.1, from: 0.1, shape: 'linear' },
      },
    },
    reference: {
      ...base,
      description: 'The paper’s networks, data and recipe for 10 epochs: hours on a CPU.',
      seeds: 3,
      data: {
        ...paperImages,
        trainEvalSize: 5000,
        testSize: 5000,
      },
      recipe: { ...paperRecipe, epochs: 10, maxSteps: null },
    },
    paper: {
      ...base,
      description: 'The paper’s protocol, 64,000 steps, five seeds: meant for a GPU.',
      seeds: 5,
      data: {
        ...paperImages,
        trainEvalSize: 10_000,
        testSize: 10_000,
      },
    },
  },

  lead: trainingErrorAtAGlance(),
  charts: [
    networkCurves({
      quantity: 'loss',
      lookFor: msg`Until its vertical line a network that grows is the shallow one, so that the lines lie on each
          other; at the vertical line it has its new layers and still the same loss. Then see where it goes:
          along with the shallow line, or up toward the network of the same depth from scratch.`,
      refutedBy: msg`A jump at a vertical line would mean that added layers are not the identity. If the line from
          scratch reached the others, the deep network would have no difficulty to find a good solution by
          itself.`,
    }),
    networkCurves({
      quantity: 'error',
      lookFor: msg`The same in percent of images. Does the network that grows when the learning rate falls to a tenth end where the shallow
          one does? Compare it with the one that grows before, and is trained on at the full rate.`,
      refutedBy: msg`If networks that grew ended as high as the one from scratch, it would not matter to have begun
          with a good solution.`,
    }),
    errorByVariant({
      lookFor: msg`All deep dots but one come from networks that were given a good solution. How much worse is the
          one that had to find it?`,
      refutedBy: msg`If the deep network from scratch were as good as those that grew, it would not be the optimizer that
          fails.`,
    }),
  ],
  claims: [
    growthKeepsLoss(),
    errorDifference({
      id: 'grown-is-no-worse',
      headline: true,
      first: grownLate,
      second: shallow,
      side: 'atMost',
      threshold: MARGIN,
      statement: (first, second) =>
        msg`Trained on at a tenth of the rate it stays no worse: the training error of ${first} ends at most
          ${MARGIN} points above that of ${second}.`,
    }),
    errorDifference({
      id: 'grown-early-is-no-worse',
      headline: true,
      first: grownEarly,
      second: shallow,
      side: 'atMost',
      threshold: MARGIN,
      statement: (first, second) =>
        msg`Trained on at the full rate it stays no worse, too: the training error of ${first} ends at most
          ${MARGIN} points above that of ${second}.`,
    }),
    errorDifference({
      id: 'scratch-does-not-find-it',
      headline: true,
      first: scratch,
      second: grownLate,
      side: 'above',
      threshold: 0,
      statement: (first, second) =>
        msg`Training from scratch does not find what there is: ${first} ends with a higher training error than
          ${second}.`,
    }),
    growthKeepsParameters(),
  ],
};

export default identityConstruction;
