import { asLead } from '../src/charts/as-lead.ts';
import { errorCurves } from '../src/charts/error-curves.ts';
import { lossSurface } from '../src/charts/loss-surface.ts';
import { centreIsTrained, surfaceIsComplete } from '../src/evidence/claims/landscape.ts';
import type { Experiment } from '../src/experiment.ts';
import { msg } from '../src/language/phrase.ts';
import { paperImages, paperRecipe } from '../src/paper/recipe.ts';
import { reducedBudget, reducedImages, reducedRecipe, smokeImages } from '../src/paper/reduced-budget.ts';
import type { Preset } from '../src/suite/presets.ts';

const base: Omit<Preset, 'description' | 'depths' | 'seeds' | 'data' | 'recipe'> = {
  kinds: ['plain', 'residual'],
  network: { width: 8, shortcut: 'A', batchNorm: true },
  probes: { measure: ['landscape'] },
};

const surface = lossSurface({
  lookFor: msg`Compare the four maps. A bowl has colours in rings around the middle, far from each other: one can walk a
          long way before the loss grows. A mountain range has narrow valleys, or several, and steep walls. Compare depth 20
          with depth 56 of plain networks, then with shortcuts.`,
  refutedBy: msg`If the map of the deep plain network were as round and as flat as that of its residual twin, the surface
          would not tell why one trains and the other does not.`,
});

const landscape: Experiment = {
  name: 'landscape',
  title: msg`What does the surface that training walks on look like?`,
  question: msg`What does the training loss look like around trained networks: a smooth bowl or a mountain range? Does that
      change with depth, and with shortcuts?`,
  expectation: msg`Li et al. (2018): with depth the surface around networks without shortcuts turns from nearly convex to
      chaotic; shortcuts keep it smooth. What is drawn are two directions of many thousands: a picture to look at, whose only
      claims are checks.`,

  presets: {
    smoke: {
      ...base,
      description: 'Synthetic images, two shallow depths: shows in under a minute that everything works.',
      depths: [8, 14],
      seeds: 1,
      network: { ...base.network, width: 4 },
      probes: { ...base.probes, landscapeSide: 7 },
      data: {
        ...smokeImages,
        trainSize: 400,
        trainEvalSize: 50,
        valSize: 50,
        testSize: 50,
      },
      recipe: { ...paperRecipe, epochs: 2, maxSteps: null, batchSize: 50, learningRate: 0.05 },
    },
    // As long as in plain-vs-residual, where a core trains 5,000 images a second at depth 20 and 2,000 at depth 56: some 14
    // minutes of one core with the surfaces.
    quick: {
      ...base,
      description:
        'CIFAR-10 at 16×16, width 8, 10,000 images: four networks, 441 points each on 500 training images.',
      depths: [20, 56],
      seeds: 1,
      reasons: reducedBudget,
      data: {
        ...reducedImages,
        trainSize: 10_000,
        trainEvalSize: 500,
        valSize: 100,
        testSize: 1000,
      },
      recipe: {
        ...reducedRecipe,
        epochs: 40,
      },
    },
    reference: {
      ...base,
      description: 'The paper’s networks, data and recipe for ten epochs, 2,601 points each: days on a CPU.',
      depths: [20, 56],
      seeds: 1,
      network: { ...base.network, width: 16 },
      probes: { ...base.probes, landscapeSide: 51 },
      data: {
        ...paperImages,
        trainEvalSize: 1000,
        testSize: 5000,
      },
      recipe: { ...paperRecipe, epochs: 10, maxSteps: null },
    },
  },

  lead: asLead(surface, { columns: 4, height: 110 }),
  charts: [surface, errorCurves()],
  claims: [centreIsTrained(), surfaceIsComplete()],
};

export default landscape;
