import { errorCurves } from '../src/charts/error-curves.ts';
import { errorOverDepth, trainingErrorOverDepth } from '../src/charts/error-over-depth.ts';
import { gradientProfile } from '../src/charts/gradient-profile.ts';
import { ofRuns } from '../src/charts/of-runs.ts';
import { degradation } from '../src/evidence/claims/degradation.ts';
import { equalParameters } from '../src/evidence/claims/equal-parameters.ts';
import { memorises } from '../src/evidence/claims/memorises.ts';
import { parameterCount } from '../src/evidence/claims/parameter-count.ts';
import { residualBeatsPlain } from '../src/evidence/claims/residual-beats-plain.ts';
import { shortcutsRemoveIt } from '../src/evidence/claims/shortcuts-remove-it.ts';
import type { Experiment } from '../src/experiment.ts';
import { msg } from '../src/language/phrase.ts';
import { paperImages, paperRecipe } from '../src/paper/recipe.ts';
import { reducedBudget, reducedImages, reducedRecipe } from '../src/paper/reduced-budget.ts';
import type { RunConfig } from '../src/run/config.ts';
import type { Variant } from '../src/suite/presets.ts';

/** Without projections, as for basic blocks, so that twins have equally many parameters. */
const bottlenecks = { width: 16, shortcut: 'A', batchNorm: true, block: 'bottleneck' } as const;

/** The network for ImageNet, on ten images that it is to learn by heart: one of each class, whole, not altered. */
const resnet50 = {
  kinds: ['residual'],
  depths: [50],
  // A run that shows that all is connected as it should be needs no interval.
  seeds: 1,
  network: { family: 'imagenet', width: 64, shortcut: 'B' },
  data: {
    resolution: 224,
    augmentation: { cropPadding: 0, flip: false },
    trainSize: 10,
    trainEvalSize: 10,
    valSize: 0,
    testSize: 10,
  },
  recipe: {
    // Few measurements: on so few images they take as long as the steps between them.
    epochs: 5,
    passesPerEpoch: 8,
    maxSteps: null,
    batchSize: 10,
    learningRate: 0.05,
    warmup: null,
    // The batch is known by then; the rest is for the moving statistics, which follow the weights slowly.
    milestones: [{ at: 0.4, factor: 0.1 }],
    optimizer: { name: 'momentum', options: { momentum: 0 } },
  },
} as const satisfies Variant;

const isForImagenet = ({ network }: RunConfig) => network.family === 'imagenet';
const isForCifar = (config: RunConfig) => !isForImagenet(config);

const experiment: Experiment = {
  name: 'resnet50',
  title: msg`Do bottleneck networks, and ResNet-50, show the same?`,
  question: msg`Do blocks of three convolutions, of which the outer two are narrow, show the same: degradation in
      plain networks and none with shortcuts? And do they make up the network for ImageNet, ResNet-50, so
      that it learns?`,
  expectation: msg`Yes: He et al. (2015, Table 1 and section 4.1) built their deepest networks of bottlenecks and saw no
      degradation in them. ResNet-50 has 25,557,032 parameters, far more than it takes to learn ten images
      by heart.`,

  presets: {
    smoke: {
      description:
        'Synthetic images, two shallow depths and a narrow ResNet-50 at 32×32: does everything work?',
      kinds: ['plain', 'residual'],
      depths: [11, 20],
      seeds: 1,
      network: { ...bottlenecks, width: 4 },
      data: {
        dataset: 'synthetic',
        resolution: 16,
        augmentation: { cropPadding: 2, flip: true },
        trainSize: 400,
        trainEvalSize: 100,
        valSize: 100,
        testSize: 100,
      },
      recipe: {
        ...paperRecipe,
        epochs: 2,
        maxSteps: null,
        batchSize: 50,
        learningRate: 0.05,
      },
      variants: [
        {},
        {
          ...resnet50,
          network: { ...resnet50.network, width: 8 },
          data: { ...resnet50.data, resolution: 32 },
        },
      ],
    },
    quick: {
      description:
        'CIFAR-10 at 16×16, width 8: bottleneck networks; and ResNet-50 itself, at 224×224, on ten images.',
      kinds: ['plain', 'residual'],
      depths: [29, 56, 110],
      seeds: 3,
      network: { ...bottlenecks, width: 8 },
      reasons: reducedBudget,
      data: {
        ...reducedImages,
        trainSize: 2500,
        trainEvalSize: 1000,
        valSize: 200,
        testSize: 1000,
      },
      recipe: {
        ...reducedRecipe,
        epochs: 8,
        batchSize: 32,
        learningRate: 0.05,
      },
      variants: [{}, resnet50],
    },
    reference: {
      description: 'The full set at 32×32, width 16, the paper’s recipe for 10 epochs: hours on a CPU.',
      kinds: ['plain', 'residual'],
      depths: [29, 56, 110],
      seeds: 3,
      network: bottlenecks,
      data: {
        ...paperImages,
        trainEvalSize: 5000,
        testSize: 5000,
      },
      recipe: { ...paperRecipe, epochs: 10, maxSteps: null },
      variants: [{}, resnet50],
    },
  },

  lead: ofRuns(trainingErrorOverDepth(), { only: isForCifar }),
  charts: [
    ofRuns(errorCurves(), { only: isForCifar }),
    ofRuns(errorOverDepth(), { only: isForCifar }),
    ofRuns(gradientProfile(), { only: isForCifar }),
    ofRuns(errorCurves(), {
      only: isForImagenet,
      id: 'memorising',
      title: msg`ResNet-50 learns ten images by heart`,
      lookFor: msg`The heavy line is the error on the ten images that the network is trained on: does it come down to 0?
          The dashed line is that on ten other images, of which nothing can be learned from so few: guessing among ten
          classes makes 90 %. A network with a layer too few, or one whose gradient does not arrive everywhere, would get
          stuck.`,
      refutedBy: msg`If the heavy line did not reach 0, the network would not be put together so that it can be
          trained.`,
    }),
  ],
  claims: [
    degradation(),
    shortcutsRemoveIt(),
    residualBeatsPlain(),
    equalParameters(),
    parameterCount({
      network: 'ResNet-50',
      isOne: config => isForImagenet(config) && config.depth === 50 && config.network.width === 64,
      count: 25_557_032,
    }),
    memorises({ network: 'ResNet-50', isOne: isForImagenet }),
  ],
};

export default experiment;
