import { errorCurves } from '../src/charts/error-curves.ts';
import { errorOverDepth, trainingErrorOverDepth } from '../src/charts/error-over-depth.ts';
import { gradientHeatMap } from '../src/charts/gradient-heat-map.ts';
import { gradientProfile } from '../src/charts/gradient-profile.ts';
import { layerResponses } from '../src/charts/layer-responses.ts';
import { degradation } from '../src/evidence/claims/degradation.ts';
import { equalParameters } from '../src/evidence/claims/equal-parameters.ts';
import { healthyGradients } from '../src/evidence/claims/healthy-gradients.ts';
import { interaction } from '../src/evidence/claims/interaction.ts';
import { notOverfitting } from '../src/evidence/claims/not-overfitting.ts';
import { residualBeatsPlain } from '../src/evidence/claims/residual-beats-plain.ts';
import { shortcutsRemoveIt } from '../src/evidence/claims/shortcuts-remove-it.ts';
import { depthAnswer } from '../src/evidence/depth-answer.ts';
import type { Experiment } from '../src/experiment.ts';
import { msg } from '../src/language/phrase.ts';
import { he2015 } from '../src/paper/published.ts';
import { paperImages, paperRecipe } from '../src/paper/recipe.ts';
import { reducedBudget, reducedImages, reducedRecipe } from '../src/paper/reduced-budget.ts';
import { publicReproduction } from '../src/paper/reproduction.ts';

const paperNetwork = { width: 16, shortcut: 'A', batchNorm: true } as const;
const bothKinds = ['plain', 'residual'] as const;

/** The same for both kinds. */
const depths = {
  shallow: 20,
  deep: 56,
  reason: msg`Depth 20 is the shallowest that the paper compares: depth 8 lacks capacity, so that doing better proves little.`,
};

const plainVsResidual: Experiment = {
  name: 'plain-vs-residual',
  title: msg`Do deeper plain networks train worse, and do shortcuts change that?`,
  question: msg`Do deeper plain networks end up with a higher error on the very images they are trained on? And does
      adding shortcuts, which cost no parameters, remove that?`,
  expectation: msg`He et al. (2015, Fig. 6): yes and yes. The training error of plain networks grows with depth, so it is
      not over-fitting; with shortcuts the order turns round and the deepest network is the best.`,

  presets: {
    smoke: {
      description: 'Synthetic images, two shallow depths: shows in under a minute that everything works.',
      kinds: bothKinds,
      depths: [8, 14],
      seeds: 1,
      network: { ...paperNetwork, width: 4 },
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
        epochs: 3,
        maxSteps: null,
        batchSize: 50,
        learningRate: 0.05,
      },
    },

    // Epochs and seeds were chosen on seeds 101 to 104 so that every claim should be decided, one way or the other: after
    // 20 epochs residual-56 is still behind residual-20, after 30 it depends on the seed, and four seeds leave gradients open.
    quick: {
      description: 'CIFAR-10 at 16×16, width 8, 10,000 images: the whole effect on two CPU cores.',
      kinds: bothKinds,
      depths: [8, 20, 56],
      seeds: 6,
      network: { ...paperNetwork, width: 8 },
      reasons: reducedBudget,
      data: {
        ...reducedImages,
        trainSize: 10_000,
        trainEvalSize: 2000,
        valSize: 500,
        testSize: 2000,
      },
      recipe: {
        ...reducedRecipe,
        epochs: 40,
      },
    },

    reference: {
      description: 'The paper’s networks, data and recipe for 10 epochs, five seeds: days on a CPU.',
      kinds: bothKinds,
      depths: [20, 32, 44, 56],
      // With one nothing is decided; intervals over five are less than half as wide as over three.
      seeds: 5,
      network: paperNetwork,
      data: {
        ...paperImages,
        trainEvalSize: 5000,
        testSize: 10_000,
      },
      recipe: { ...paperRecipe, epochs: 10, maxSteps: null },
    },

    paper: {
      description: 'The paper’s protocol, 64,000 steps, five seeds: meant for a GPU.',
      kinds: bothKinds,
      depths: [20, 32, 44, 56, 110],
      seeds: 5,
      network: paperNetwork,
      data: {
        ...paperImages,
        trainEvalSize: 10_000,
        testSize: 10_000,
      },
      recipe: paperRecipe,
      // In the paper: 0.01 until the training error is below 80 %, which took about 400 steps.
      recipeByDepth: { 110: { warmup: { fraction: 400 / 64_000, from: 0.1, shape: 'constant' } } },
    },
  },

  lead: trainingErrorOverDepth(),
  answer: runs => depthAnswer(runs, depths.shallow),
  charts: [
    errorCurves(),
    errorOverDepth({ published: he2015 }),
    gradientHeatMap(),
    gradientProfile(),
    layerResponses(),
  ],
  claims: [
    degradation(depths),
    notOverfitting(depths),
    shortcutsRemoveIt(depths),
    residualBeatsPlain({ depth: depths.deep }),
    interaction({
      id: 'gain-grows-with-depth',
      first: [
        { kind: 'plain', depth: depths.deep },
        { kind: 'residual', depth: depths.deep },
      ],
      second: [
        { kind: 'plain', depth: depths.shallow },
        { kind: 'residual', depth: depths.shallow },
      ],
      statement: () =>
        msg`The deeper, the more shortcuts give: they lower the training error of depth 56 by more points than that of
          depth 20.`,
      side: 'above',
      threshold: 0,
    }),
    healthyGradients({ depth: depths.deep }),
    equalParameters(),
  ],
  published: he2015,
  reproduction: publicReproduction,
};

export default plainVsResidual;
