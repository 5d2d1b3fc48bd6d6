import { errorCurves } from '../src/charts/error-curves.ts';
import { errorOverDepth, trainingErrorOverDepth } from '../src/charts/error-over-depth.ts';
import { gradientHeatMap } from '../src/charts/gradient-heat-map.ts';
import { layerResponses } from '../src/charts/layer-responses.ts';
import { degradation } from '../src/evidence/claims/degradation.ts';
import { equalParameters } from '../src/evidence/claims/equal-parameters.ts';
import { errorDifference } from '../src/evidence/claims/error-difference.ts';
import { residualBeatsPlain } from '../src/evidence/claims/residual-beats-plain.ts';
import { shortcutsRemoveIt } from '../src/evidence/claims/shortcuts-remove-it.ts';
import type { Experiment } from '../src/experiment.ts';
import { msg } from '../src/language/phrase.ts';
import { reducedBudget, reducedRecipe } from '../src/paper/reduced-budget.ts';
import type { Recipe } from '../src/run/config.ts';
import type { Preset } from '../src/suite/presets.ts';

/** The same for both kinds. */
const depths = {
  shallow: 17,
  deep: 49,
  reason: msg`Depth 17 is compared with depth 49; whether depth 9 is too shallow is a claim of its own.`,
};

const base: Pick<Preset, 'kinds' | 'depths' | 'network' | 'reasons'> = {
  kinds: ['plain', 'residual'],
  depths: [9, 17, 29, 49],
  network: { family: 'text', width: 16, shortcut: 'A', batchNorm: true },
  reasons: {
    family: msg`That is the question: whether the effect is one of images. Four stages and depths as in Conneau et al. 2017.`,
    steps: reducedBudget.steps!,
    batchSize: reducedBudget.batchSize!,
    learningRate: reducedBudget.learningRate!,
    milestones: reducedBudget.milestones!,
    warmup: reducedBudget.warmup!,
  },
};

/** The rate of Conneau et al.: twice as much, and 49 layers with shortcuts hardly begin to learn in a short budget. */
const recipe: Omit<Recipe, 'epochs'> = {
  ...reducedRecipe,
  learningRate: 0.01,
};

const reviews = { dataset: 'imdb', level: 'words', vocabulary: 5000 } as const;

const text: Experiment = {
  name: 'text',
  title: msg`Do networks that read text show the same?`,
  question: msg`Do deeper plain networks end up with a higher error on their own training examples where these are texts, too?
      And do shortcuts remove that?`,
  expectation: msg`Conneau et al. (2017) trained convolutional networks of 9, 17, 29 and 49 layers on large sets of texts: plain ones
      gained up to 29 layers and lost again at 49; with shortcuts 49 layers did no harm, but shallow networks did
      worse with them than without. They read characters and report test errors. Here networks read words of far
      fewer texts, and the training error decides.`,

  presets: {
    smoke: {
      ...base,
      description: 'Synthetic texts, two shallow depths: shows in under a minute that everything works.',
      depths: [9, 17],
      seeds: 1,
      network: { ...base.network, width: 4 },
      data: {
        dataset: 'synthetic-text',
        level: 'words',
        length: 32,
        vocabulary: 200,
        trainSize: 600,
        trainEvalSize: 200,
        valSize: 100,
        testSize: 200,
      },
      recipe: { ...recipe, epochs: 3, batchSize: 50 },
    },

    // A core that takes 80 minutes for plain-vs-residual trains 1,300 texts a second at depth 49 and 4,300 at depth 9: at most 23
    // minutes for all runs, about as long as a preset of this name may take.
    quick: {
      ...base,
      description: 'Reviews of films, 64 words of each, 8,000 of them: minutes on two CPU cores.',
      seeds: 4,
      data: { ...reviews, length: 64, trainSize: 8000, trainEvalSize: 2000, valSize: 0, testSize: 2000 },
      recipe: { ...recipe, epochs: 10, batchSize: 32 },
    },

    reference: {
      ...base,
      description: 'Reviews of films, 256 words of each, all that are not for the test: hours on a CPU.',
      seeds: 5,
      network: { ...base.network, width: 32 },
      data: {
        ...reviews,
        vocabulary: 20_000,
        length: 256,
        trainSize: 39_576,
        trainEvalSize: 5000,
        valSize: 0,
        testSize: 10_000,
      },
      recipe: { ...recipe, epochs: 15, batchSize: 64 },
    },
  },

  lead: trainingErrorOverDepth(),
  charts: [
    errorOverDepth({
      advice: {
        lookFor: msg`Compare the slopes, in the training panel first: those are texts that the networks were trained on. Does the
            plain line climb from depth 17 to 49 there, and the residual line not? At depth 9 look at which
            line is lower in the test panel: there shortcuts are said to cost something.`,
        refutedBy: msg`If the plain line fell from left to right in the training panel, degradation would be a matter of images. If
            the residual line climbed with it, shortcuts would be no cure here.`,
      },
    }),
    errorCurves({
      lookFor: msg`Follow the heavy lines (training error). In the plain panel, do those of the deepest networks stay up near
          50 %, which is guessing? And do they come down with the others where there are shortcuts?`,
      refutedBy: msg`If the deepest plain network were still falling as fast as the others at the end, it would lack time,
          which a longer training could tell.`,
    }),
    gradientHeatMap(),
    layerResponses(),
  ],
  claims: [
    errorDifference({
      id: 'depth-helps-at-first',
      first: { kind: 'plain', depth: 9 },
      second: { kind: 'plain', depth: 17 },
      measure: 'test',
      statement: (first, second) =>
        msg`Depth helps at first: ${first} ends with a higher test error than ${second}.`,
      side: 'above',
      threshold: 0,
      headline: true,
    }),
    degradation(depths),
    shortcutsRemoveIt(depths),
    residualBeatsPlain({ depth: depths.deep }),
    errorDifference({
      id: 'shortcuts-cost-when-shallow',
      first: { kind: 'residual', depth: 9 },
      second: { kind: 'plain', depth: 9 },
      measure: 'test',
      statement: (first, second) =>
        msg`Shortcuts cost something in shallow text networks: ${first} ends with a higher test error than ${second}.`,
      side: 'above',
      threshold: 0,
      headline: true,
    }),
    equalParameters(),
  ],
};

export default text;
