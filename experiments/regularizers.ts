import { byVariant, errorByVariant } from '../src/charts/by-variant.ts';
import { errorCurves } from '../src/charts/error-curves.ts';
import { trainingErrorAtAGlance } from '../src/charts/glance.ts';
import { ofRuns } from '../src/charts/of-runs.ts';
import { degradationInEveryVariant } from '../src/evidence/claims/degradation-in-every-variant.ts';
import { errorDifference } from '../src/evidence/claims/error-difference.ts';
import type { Experiment } from '../src/experiment.ts';
import { msg } from '../src/language/phrase.ts';
import { reducedRecipe } from '../src/paper/reduced-budget.ts';
import { finalRow } from '../src/results/networks.ts';
import type { Recipe } from '../src/run/config.ts';
import type { Preset, Variant } from '../src/suite/presets.ts';

/** What regularizes is left out: augmentation, weight decay below, and batch norm in the networks. */
const none = { cropPadding: 0, flip: false };

/** The paper's recipe, short and without weight decay. */
const bare: Recipe = { ...reducedRecipe, epochs: 8, batchSize: 25, learningRate: 0.02, weightDecay: 0 };

/** Batch normalisation comes first: without it networks of depth 56 do not train at all, with or without the others. */
const others = ['dropout=0.1', 'augment', 'early-stopping=2', 'l1=1e-5', 'l2=5e-4'];
const variants: Variant[] = [
  {},
  { regularizers: 'batch-norm' },
  ...others.map(one => ({ regularizers: `batch-norm+${one}` })),
  { regularizers: ['batch-norm', ...others].join('+') },
];

/** As results and reports name the variants. */
const onlyBatchNorm = 'batch-norm';
const all = 'batch-norm + dropout 0.1 + augment 4 + early-stopping 2 + l1 1e-5 + l2 5e-4';

const base: Omit<Preset, 'description' | 'seeds' | 'data'> = {
  kinds: ['plain', 'residual'],
  depths: [20, 56],
  network: { width: 8, shortcut: 'A', batchNorm: false },
  recipe: bare,
  variants,
};

const regularizers: Experiment = {
  name: 'regularizers',
  title: msg`Do regularizers let deep plain networks train?`,
  question: msg`Dropout, batch normalisation, augmentation, early stopping, L1 and L2 keep a network from
      over-fitting. Does any of them, or all of them together, let a deep plain network reach the training
      error of a shallow one?`,
  expectation: msg`No: degradation shows in the training error, and regularizers work on the gap between training and
      test error (He et al. 2015, section 1 and Fig. 1). Batch normalisation lets networks of this depth
      train in the first place; the others narrow the gap, if there is one, and leave the order of the
      depths as it was.`,

  presets: {
    smoke: {
      ...base,
      description: 'Synthetic images, two shallow depths: shows in under a minute that everything works.',
      depths: [8, 14],
      seeds: 1,
      network: { ...base.network, width: 4 },
      data: {
        dataset: 'synthetic',
        resolution: 8,
        augmentation: none,
        trainSize: 100,
        trainEvalSize: 50,
        valSize: 50,
        testSize: 50,
      },
      recipe: { ...bare, epochs: 2 },
    },
    quick: {
      ...base,
      description: 'CIFAR-10 at 16×16, width 8, 700 images, few enough to over-fit; eight variants of twins.',
      seeds: 4,
      data: {
        dataset: 'cifar10',
        resolution: 16,
        augmentation: none,
        trainSize: 700,
        trainEvalSize: 300,
        valSize: 200,
        testSize: 300,
      },
    },
    reference: {
      ...base,
      description: 'CIFAR-10 at 32×32, width 16, 45,000 images for eight epochs: days on a CPU.',
      seeds: 3,
      network: { ...base.network, width: 16 },
      data: {
        dataset: 'cifar10',
        resolution: 32,
        augmentation: none,
        trainSize: 45_000,
        trainEvalSize: 5000,
        valSize: 5000,
        testSize: 10_000,
      },
      recipe: { ...bare, batchSize: 128, learningRate: 0.1 },
    },
  },

  lead: ofRuns(trainingErrorAtAGlance(), {
    only: ({ kind }) => kind === 'plain',
    title: msg`Final training error in %, of plain networks`,
  }),
  charts: [
    errorByVariant({
      lookFor: msg`In the left panel of plain networks, compare the two depths of each line: wherever the deep
          network lies right of the shallow one on the training images, the regularizer has not removed
          degradation. Then look at the residual networks: do the two lie close together there, or change
          places?`,
      refutedBy: msg`A line on which the deep plain network has a training error as low as the shallow one would be a
          regularizer that cures degradation.`,
    }),
    byVariant({
      id: 'generalisation-gap',
      title: msg`Generalisation gap of every variant`,
      axis: msg`Test error − training error, in percentage points`,
      measures: [
        {
          name: msg`gap`,
          of(run) {
            const row = finalRow(run);
            return row && row.test_error_pct - row.train_error_pct;
          },
        },
      ],
      lookFor: msg`This is what regularizers are for: the further a dot lies to the right, the more the network has
          learned by heart. Compare each line with batch-norm alone.`,
      refutedBy: msg`If the gap grew from the shallow to the deep plain network by as much as its test error,
          over-fitting would explain degradation.`,
    }),
    errorCurves(),
  ],
  claims: [
    degradationInEveryVariant({ shallow: 20, deep: 56, variantWith: onlyBatchNorm }),
    errorDifference({
      id: 'all-narrow-the-gap',
      first: { kind: 'residual', depth: 20, variant: onlyBatchNorm },
      second: { kind: 'residual', depth: 20, variant: all },
      measure: 'gap',
      statement: (first, second) =>
        msg`Regularizers do what they are for: ${second} has a smaller gap than ${first}.`,
      side: 'above',
      threshold: 0,
    }),
    errorDifference({
      id: 'shortcuts-do-what-regularizers-do-not',
      first: { kind: 'plain', depth: 56, variant: all },
      second: { kind: 'residual', depth: 56, variant: all },
      statement: (first, second) =>
        msg`With all regularizers the shortcut still decides: ${first} ends with a higher training error than
          ${second}.`,
      side: 'above',
      threshold: 0,
    }),
    errorDifference({
      id: 'batch-norm-lets-it-train',
      first: { kind: 'plain', depth: 56, variant: 'no batch norm' },
      second: { kind: 'plain', depth: 56, variant: onlyBatchNorm },
      statement: (first, second) =>
        msg`Batch normalisation lets it train: ${first} ends with a higher training error than ${second}.`,
      side: 'above',
      threshold: 0,
    }),
  ],
};

export default regularizers;
