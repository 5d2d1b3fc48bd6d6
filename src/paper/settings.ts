import { epochsOf, grouped } from '../language/numbers.ts';
import { isSame, msg, type Text } from '../language/phrase.ts';
import type { RunConfig } from '../run/config.ts';
import { totalSteps } from '../run/steps.ts';
import { optimizerWords } from '../run/variant.ts';
import { paperRecipe } from './recipe.ts';
import {
  blockNames,
  filtersOf,
  growthOf,
  initializationOf,
  milestonesOf,
  paddingOf,
  pixelsOf,
  regularizersOf,
  shortcutNames,
  warmupOf,
  yesNo,
} from './words.ts';

/** One setting of He et al. 2015: what the paper says, where it says so, and what a run does. */
export interface PaperSetting {
  readonly id: string;
  readonly name: Text;
  /** Where it is said: a section, the authors' notes on their models, or that it is left open. */
  source(config: RunConfig): Text;
  /** How the paper's network of this depth was trained. */
  paper(config: RunConfig): Text;
  here(config: RunConfig): Text;
  /** Whether both are the same; absent: if they read the same. */
  same?(config: RunConfig): boolean;
  /**
   * Whether a run has to be as in the paper here to stand beside its numbers. Not so for how finely a run is looked at, nor for
   * what no run of the suite does otherwise.
   */
  readonly decisive: boolean;
}

const cifar = msg`section 4.2`;
const notes = msg`authors’ notes on their models`;
const open = msg`not stated`;

/** The paper's value for CIFAR-10, or that for networks for ImageNet. */
const either =
  (forCifar: Text, forImagenet: Text) =>
  ({ network }: RunConfig): Text =>
    network.family ? forImagenet : forCifar;

/** Networks for ImageNet are held against section 3.4 and Table 1, all others against section 4.2. */
const recipeSource = either(cifar, msg`section 3.4`);
const networkSource = either(cifar, msg`Table 1`);

/** Every setting of a run in the paper's words and in its own: the one list from which all comparisons derive. */
export const paperSettings: readonly PaperSetting[] = [
  {
    id: 'dataset',
    name: msg`Data set`,
    source: recipeSource,
    paper: either('CIFAR-10', 'ImageNet'),
    here: ({ data }) => (data.dataset === 'cifar10' ? 'CIFAR-10' : data.dataset),
    decisive: true,
  },
  {
    id: 'resolution',
    name: msg`Resolution`,
    source: recipeSource,
    paper: either(pixelsOf(32), pixelsOf(224)),
    here: ({ data }) => pixelsOf(data.resolution),
    decisive: true,
  },
  {
    id: 'trainSize',
    name: msg`Training images`,
    source: () =>
      msg`${cifar}: “trained on the training set”; the split of 45,000 and 5,000 set the schedule`,
    paper: either(grouped(50_000), msg`1.28 million`),
    here: ({ data }) => grouped(data.trainSize),
    decisive: true,
  },
  {
    id: 'trainEvalSize',
    name: msg`Images for the training error`,
    source: () => msg`${cifar}; whether they were augmented is left open`,
    paper: () => msg`all`,
    here: ({ data }) =>
      data.trainEvalSize === data.trainSize ? msg`all` : msg`${grouped(data.trainEvalSize)}, not augmented`,
    decisive: false,
  },
  {
    id: 'valSize',
    name: msg`Validation images`,
    source: () => msg`${cifar}: none is left when all images are trained on`,
    paper: () => msg`none`,
    here: ({ data }) => (data.valSize === 0 ? msg`none` : grouped(data.valSize)),
    decisive: false,
  },
  {
    id: 'testSize',
    name: msg`Test images`,
    source: recipeSource,
    paper: either(grouped(10_000), grouped(50_000)),
    here: ({ data }) => grouped(data.testSize),
    decisive: true,
  },
  {
    id: 'family',
    name: msg`Network for`,
    source: networkSource,
    paper: either('CIFAR-10', 'ImageNet'),
    here: either('CIFAR-10', 'ImageNet'),
    decisive: true,
  },
  {
    id: 'width',
    name: msg`Filters of the stages`,
    source: networkSource,
    paper: config => filtersOf(config, config.network.family ? 64 : 16),
    here: config => filtersOf(config, config.network.width),
    decisive: true,
  },
  {
    id: 'block',
    name: msg`Blocks`,
    source: networkSource,
    paper: either(blockNames('basic'), blockNames('bottleneck')),
    here: ({ network }) => blockNames(network.block ?? 'basic'),
    decisive: true,
  },
  {
    id: 'shortcut',
    name: msg`Shortcut`,
    source: either(cifar, msg`section 4.1`),
    paper: ({ kind, network }) => (kind === 'plain' ? msg`none` : network.family ? 'B' : 'A'),
    here: ({ kind, network }) => (kind === 'plain' ? msg`none` : shortcutNames[network.shortcut]),
    decisive: true,
  },
  {
    id: 'order',
    name: msg`Order in a block`,
    source: () => msg`section 3.4`,
    paper: () => msg`convolution first`,
    here: ({ network }) => (network.order ? msg`pre-activation` : msg`convolution first`),
    decisive: true,
  },
  {
    id: 'batchNorm',
    name: msg`Batch normalisation`,
    source: () => msg`section 3.4`,
    paper: () => msg`yes`,
    here: ({ network }) => yesNo(network.batchNorm),
    decisive: true,
  },
  {
    id: 'initialization',
    name: msg`Initial weights`,
    source: () => msg`section 3.4`,
    paper: () => 'He',
    here: ({ network }) => initializationOf(network),
    decisive: true,
  },
  {
    id: 'grown',
    name: msg`Layers added in training`,
    source: () => msg`section 1 argues with it and does not train it`,
    paper: () => msg`none`,
    here: ({ network }) => growthOf(network),
    decisive: true,
  },
  {
    id: 'steps',
    name: msg`Steps`,
    source: recipeSource,
    paper: either(grouped(64_000), grouped(600_000)),
    here: config => msg`${grouped(totalSteps(config))} (${epochsOf(config.recipe)})`,
    // Whole epochs of 390 steps end 40 steps short of it.
    same: config =>
      !config.network.family && Math.abs(totalSteps(config) - 64_000) <= 64_000 / EPOCHS_OF_THE_PAPER,
    decisive: true,
  },
  {
    id: 'batchSize',
    name: msg`Images per step`,
    source: recipeSource,
    paper: either('128', '256'),
    here: ({ recipe }) => String(recipe.batchSize),
    decisive: true,
  },
  {
    id: 'optimizer',
    name: msg`Optimizer`,
    source: config => msg`${recipeSource(config)}; the rule is Caffe’s: ${notes}`,
    paper: () => optimizerWords(paperRecipe.optimizer),
    here: ({ recipe }) => optimizerWords(recipe.optimizer),
    decisive: true,
  },
  {
    id: 'learningRate',
    name: msg`Learning rate`,
    source: recipeSource,
    paper: () => '0.1',
    here: ({ recipe }) => String(recipe.learningRate),
    decisive: true,
  },
  {
    id: 'milestones',
    name: msg`Learning rate falls`,
    source: recipeSource,
    paper: either(milestonesOf(paperRecipe), msg`×${0.1} whenever the error no longer falls`),
    here: ({ recipe }) => milestonesOf(recipe),
    decisive: true,
  },
  {
    id: 'warmup',
    name: msg`Warm-up`,
    source: () => cifar,
    paper: config =>
      isWarmedUpInThePaper(config)
        ? msg`×${0.1} until the training error is below ${80} %, about ${400} steps`
        : msg`none`,
    here: warmupOf,
    same: config => {
      const { warmup } = config.recipe;
      if (!isWarmedUpInThePaper(config)) return warmup === null;
      const steps = warmup && warmup.fraction * totalSteps(config);
      return (
        steps !== null && Math.abs(steps - 400) <= 100 && warmup?.from === 0.1 && warmup.shape === 'constant'
      );
    },
    decisive: true,
  },
  {
    id: 'weightDecay',
    name: msg`Weight decay`,
    source: recipeSource,
    paper: () => '0.0001',
    here: ({ recipe }) => String(recipe.weightDecay),
    decisive: true,
  },
  {
    id: 'crop',
    name: msg`Zero padding before the random crop`,
    source: recipeSource,
    paper: either(paddingOf(4, 32), msg`none: crops of larger images`),
    here: ({ data }) => paddingOf(data.augmentation.cropPadding, data.resolution),
    // The same share of a smaller image is the same augmentation.
    same: ({ network, data }) =>
      !network.family && data.augmentation.cropPadding / data.resolution === 4 / 32,
    decisive: true,
  },
  {
    id: 'flip',
    name: msg`Horizontal flips`,
    source: recipeSource,
    paper: () => msg`yes`,
    here: ({ data }) => yesNo(data.augmentation.flip),
    decisive: true,
  },
  {
    id: 'regularizers',
    name: msg`Added regularizers`,
    source: recipeSource,
    paper: () => msg`none`,
    here: regularizersOf,
    decisive: true,
  },
  {
    id: 'batchNormTraining',
    name: msg`Batch norm in training: images behind each statistic`,
    source: either(cifar, notes),
    // 128 on two GPUs, 256 on eight.
    paper: either('64', '32'),
    here: ({ network, recipe }) => (network.batchNorm ? String(recipe.batchSize) : msg`none`),
    decisive: false,
  },
  {
    id: 'batchNormEvaluation',
    name: msg`Batch norm in evaluation`,
    source: () => notes,
    paper: () => msg`mean and variance of a large training batch, computed after training`,
    here: ({ network }) =>
      network.batchNorm ? msg`moving averages; each batch replaces a tenth` : msg`none`,
    decisive: false,
  },
  {
    id: 'normalisation',
    name: msg`Pixels`,
    source: recipeSource,
    paper: () => msg`mean of each pixel subtracted`,
    here: () => msg`mean of each pixel subtracted, then divided by one standard deviation`,
    decisive: false,
  },
  {
    id: 'imageOrder',
    name: msg`Order of images`,
    source: () => notes,
    paper: () => msg`shuffled before every epoch`,
    here: () => msg`shuffled before every epoch`,
    decisive: false,
  },
  {
    id: 'incompleteBatch',
    name: msg`Images that do not fill a last batch`,
    source: () => open,
    paper: () => open,
    here: () => msg`left out; others in every epoch`,
    decisive: false,
  },
];

/** 64,000 steps of 128 out of 50,000 images. */
const EPOCHS_OF_THE_PAPER = 164;

/** Whether a run does as the paper did. */
export function isAsInThePaper(setting: PaperSetting, config: RunConfig): boolean {
  return setting.same?.(config) ?? isSame(setting.here(config), setting.paper(config));
}

function isWarmedUpInThePaper({ depth, network }: RunConfig): boolean {
  return depth >= 110 && !network.family;
}
