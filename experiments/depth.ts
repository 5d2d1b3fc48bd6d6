import { blockProfile } from '../src/charts/block-profile.ts';
import { errorCurves } from '../src/charts/error-curves.ts';
import { errorOverDepth, trainingErrorOverDepth } from '../src/charts/error-over-depth.ts';
import { errorDifference } from '../src/evidence/claims/error-difference.ts';
import { linearSeparability } from '../src/evidence/claims/linear-separability.ts';
import type { Experiment } from '../src/experiment.ts';
import { msg } from '../src/language/phrase.ts';
import { paperImages, paperRecipe } from '../src/paper/recipe.ts';
import { reducedBudget, reducedImages, reducedRecipe, smokeImages } from '../src/paper/reduced-budget.ts';
import type { Recipe } from '../src/run/config.ts';
import type { Preset } from '../src/suite/presets.ts';

const recipe: Recipe = { ...reducedRecipe, epochs: 10 };

const base: Omit<Preset, 'description' | 'depths' | 'seeds' | 'data'> = {
  kinds: ['plain', 'residual'],
  network: { width: 8, shortcut: 'A', batchNorm: true },
  recipe,
  probes: { measure: ['linear-classifiers'] },
};

const depth: Experiment = {
  name: 'depth',
  title: msg`What do more layers do at first?`,
  question: msg`Do more layers lower the error at first, and up to what depth? And is it because features get easier
      to separate from layer to layer?`,
  expectation: msg`A network without blocks sees little more than colours and edges; a few layers more lower the error a
      lot. Plain networks stop gaining early: from depth 20 on their error rises (He et al. 2015, Fig. 6).
      In a trained network a linear classifier does better the later the layer whose features it gets (Alain
      and Bengio 2016, “Understanding intermediate layers using linear classifier probes”, for Inception v3
      and ResNet-50).`,

  presets: {
    smoke: {
      ...base,
      description: 'Synthetic images, three shallow depths: shows in under a minute that everything works.',
      depths: [2, 8, 14],
      seeds: 1,
      network: { ...base.network, width: 4 },
      data: {
        ...smokeImages,
        trainSize: 500,
        trainEvalSize: 200,
        valSize: 50,
        testSize: 200,
      },
      recipe: { ...recipe, epochs: 3, batchSize: 50 },
    },
    // Filters of a stem differ from seed to seed, and so does what a classifier makes of them: five seeds.
    quick: {
      ...base,
      description: 'CIFAR-10 at 16×16, width 8, 4,000 images: from no blocks to too many.',
      depths: [2, 8, 14, 20, 44],
      seeds: 5,
      reasons: reducedBudget,
      data: {
        ...reducedImages,
        trainSize: 4000,
        trainEvalSize: 1000,
        valSize: 100,
        testSize: 1000,
      },
    },
    reference: {
      ...base,
      description: 'The paper’s networks, data and recipe for ten epochs: a day on a CPU.',
      depths: [2, 8, 14, 20, 32, 44],
      seeds: 3,
      network: { ...base.network, width: 16 },
      data: {
        ...paperImages,
        trainEvalSize: 5000,
        testSize: 10_000,
      },
      recipe: { ...paperRecipe, epochs: 10, maxSteps: null },
    },
  },

  lead: trainingErrorOverDepth(),
  charts: [
    errorOverDepth({
      advice: {
        lookFor: msg`Depth 2 has no blocks at all: one convolution and the classifier. Follow the lines to the right:
            how much do the first blocks lower both errors? Then look for a depth at which the plain line
            turns upward, in the training panel too, and at what the residual line does there.`,
        refutedBy: msg`If depth 2 were as good as any other, layers would be of no use here. If the plain line went on
            falling to the last depth, there would be nothing for shortcuts to cure.`,
      },
    }),
    blockProfile({
      id: 'linear-classifiers',
      title: msg`Error of a linear classifier after every block`,
      measure: 'linear_error_pct',
      axis: msg`Test error of a linear classifier in %`,
      scale: 'linear',
      moments: ['last epoch'],
      dots: true,
      lookFor: msg`Each dot is a linear classifier that was given the features after one block of a trained network,
          and nothing else. A line that falls from left to right means that classes get easier to tell apart from block to
          block. Follow the deepest plain network: where its line is level, blocks add nothing.`,
      refutedBy: msg`A line that is level from end to end, or rises, in a network that has learned well would mean that
          its layers do not make classes easier to separate.`,
      notes: [
        msg`Multinomial logistic regression on standardised features of the images of the training error,
          after the last epoch; its error on the test images. Guessing makes 90 %.`,
        msg`Feature maps are averaged over the whole image first, as before the network’s own classifier.
          Early layers, which say where something is, lose the most by that: they know more than is seen
          here.`,
        msg`Channels double from stage to stage, and a classifier with more features can do more: steps at a
          third and two thirds of the way are partly that, which is why two claims compare blocks of one
          stage only.`,
      ],
    }),
    errorCurves({
      lookFor: msg`Does depth 2 stop learning first, for lack of layers? Among the others, follow the heavy lines
          (training error) in the plain panel: does the deepest end above shallower ones?`,
      refutedBy: msg`If depth 2 were still falling as fast as the others at the end, it would lack time, not layers. If
          the deepest plain network had the lowest heavy line, it would have gained from all its layers.`,
    }),
  ],
  claims: [
    errorDifference({
      id: 'depth-helps-at-first',
      first: { kind: 'plain', depth: 2 },
      second: { kind: 'plain', depth: 8 },
      measure: 'test',
      statement: (first, second) =>
        msg`Depth helps at first: ${first} ends with a higher test error than ${second}.`,
      side: 'above',
      threshold: 0,
      headline: true,
    }),
    // Depth 20 is the shallowest plain network of the paper; each deeper one there has a higher training error.
    errorDifference({
      id: 'plain-stops-gaining',
      first: { kind: 'plain', depth: 44 },
      second: { kind: 'plain', depth: 20 },
      statement: (first, second) =>
        msg`Plain networks stop gaining: the training error of ${first} ends above that of ${second}.`,
      side: 'above',
      threshold: 0,
      headline: true,
    }),
    ...(['plain', 'residual'] as const).flatMap(kind =>
      (['fall', 'order', 'fallInLastStage'] as const).map(measure =>
        linearSeparability({
          id: `separability-${{ fall: 'falls', order: 'in-order', fallInLastStage: 'in-last-stage' }[measure]}-${kind}`,
          network: { kind, depth: 20 },
          measure,
          headline: measure === 'fall',
        }),
      ),
    ),
  ],
};

export default depth;
