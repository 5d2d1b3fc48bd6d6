import { epochsOf, grouped } from '../language/numbers.ts';
import { msg } from '../language/phrase.ts';
import { firstFilters } from '../model/describe-network.ts';
import type { RunConfig } from '../run/config.ts';
import { passesPerEpoch, totalSteps } from '../run/steps.ts';
import { optimizerWords } from '../run/variant.ts';
import { augmentation, delivery, examples, ownSettings } from './data-settings.ts';
import { yesNo } from './data-words.ts';
import { paperRecipe } from './recipe.ts';
import { cifar, either, notes, type PaperSetting, recipeSource } from './setting.ts';
import { paperSteps } from './steps.ts';
import {
  blockNames,
  cureNames,
  filtersOf,
  growthOf,
  initializationOf,
  milestonesOf,
  regularizersOf,
  shortcutNames,
  warmupOf,
} from './words.ts';

const networkSource = either(cifar, msg`Table 1`);

/** Every setting of a run in the paper's words and in its own, whatever its data. */
export const paperSettings: readonly PaperSetting[] = [
  ...examples,
  {
    id: 'family',
    name: msg`Network for`,
    source: networkSource,
    paper: either('CIFAR-10', 'ImageNet'),
    here: config => (config.network.family === 'text' ? msg`text` : either('CIFAR-10', 'ImageNet')(config)),
    decisive: true,
  },
  {
    id: 'width',
    name: msg`Filters of the stages`,
    source: networkSource,
    paper: config => filtersOf(config, config.network.family === 'imagenet' ? 64 : 16),
    here: config => filtersOf(config, firstFilters(config.network)),
    decisive: true,
  },
  {
    id: 'block',
    name: msg`Blocks`,
    source: networkSource,
    paper: either(blockNames('basic'), blockNames('bottleneck')),
    here: ({ network }) =>
      network.family === 'text'
        ? msg`two convolutions of windows of 3`
        : blockNames(network.block ?? 'basic'),
    decisive: true,
  },
  {
    id: 'shortcut',
    name: msg`Shortcut`,
    source: either(cifar, msg`section 4.1`),
    paper: ({ kind, network }) => (kind === 'plain' ? msg`none` : network.family === 'imagenet' ? 'B' : 'A'),
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
    id: 'cure',
    name: msg`Changed blocks`,
    source: () => msg`section 3.1`,
    paper: () => msg`none`,
    here: ({ network: { cure } }) => (cure ? cureNames[cure] : msg`none`),
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
    paper: config => grouped(paperSteps(config)),
    here: config =>
      msg`${grouped(totalSteps(config))} (${epochsOf({ epochs: config.recipe.epochs, passes: passesPerEpoch(config.recipe) })})`,
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
    here: ({ recipe: { learningRate, rateFactor = 1 } }) =>
      String(Number((rateFactor * learningRate).toPrecision(6))),
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
  ...augmentation,
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
  ...delivery,
];

/** What there is to compare of these runs: the one list from which all comparisons derive. */
export function settingsFor(configs: readonly RunConfig[]): readonly PaperSetting[] {
  return [...paperSettings, ...ownSettings(configs)];
}

/** 64,000 steps of 128 out of 50,000 images. */
const EPOCHS_OF_THE_PAPER = 164;

function isWarmedUpInThePaper({ depth, network }: RunConfig): boolean {
  return depth >= 110 && !network.family;
}
