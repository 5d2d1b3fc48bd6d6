import { distinctTexts, isSame, joined, listed, msg, type Text } from '../../language/phrase.ts';
import { paperRecipe } from '../../paper/recipe.ts';
import type { RunResult } from '../../results/schema.ts';
import type { Recipe, RunConfig } from '../../run/config.ts';
import { totalSteps } from '../../run/steps.ts';
import { optimizerWords } from '../../run/variant.ts';
import { epochsOf, grouped } from '../numbers.ts';

/** One setting in words: how the paper had it, how these runs have it. */
export interface Setting {
  readonly name: Text;
  readonly paper: Text;
  /** Distinct values among the runs; one where all share it. */
  readonly here: readonly Text[];
  readonly differs: boolean;
}

type Description = readonly [name: Text, paper: Text, here: (config: RunConfig) => Text];

/** He et al. 2015, section 4.2. */
const descriptions: readonly Description[] = [
  [msg`Data set`, 'cifar10', ({ data }) => data.dataset],
  [msg`Resolution`, pixelsOf(32), ({ data }) => pixelsOf(data.resolution)],
  [msg`Training images`, '45,000', ({ data }) => grouped(data.trainSize)],
  [msg`Images for the training error`, '45,000', ({ data }) => grouped(data.trainEvalSize)],
  [msg`Validation images`, '5,000', ({ data }) => grouped(data.valSize)],
  [msg`Test images`, '10,000', ({ data }) => grouped(data.testSize)],
  [msg`Network for`, 'CIFAR-10', ({ network }) => (network.family ? 'ImageNet' : 'CIFAR-10')],
  [msg`Filters of the first stage`, '16', ({ network }) => String(network.width)],
  [msg`Shortcut`, 'A', ({ network }) => network.shortcut],
  [msg`Batch normalisation`, msg`yes`, ({ network }) => yesNo(network.batchNorm)],
  [
    msg`Blocks`,
    msg`two 3×3 convolutions`,
    ({ network }) => (network.block ? blockNames[network.block] : msg`two 3×3 convolutions`),
  ],
  [
    msg`Order in a block`,
    msg`convolution first`,
    ({ network }) => (network.order ? orderNames[network.order] : msg`convolution first`),
  ],
  [msg`Initial weights`, 'He', ({ network }) => initializationOf(network)],
  [msg`Layers added in training`, msg`none`, ({ network }) => growthOf(network)],
  [msg`Steps`, msg`about 64,000`, config => stepsOf(config)],
  [msg`Images per step`, '128', ({ recipe }) => String(recipe.batchSize)],
  [msg`Learning rate`, '0.1', ({ recipe }) => String(recipe.learningRate)],
  [msg`Learning rate falls`, milestonesOf(paperRecipe), ({ recipe }) => milestonesOf(recipe)],
  [msg`Warm-up`, msg`none`, ({ recipe }) => warmupOf(recipe)],
  [msg`Optimizer`, optimizerWords(paperRecipe.optimizer), ({ recipe }) => optimizerWords(recipe.optimizer)],
  [msg`Weight decay`, '0.0001', ({ recipe }) => String(recipe.weightDecay)],
  [
    msg`Zero padding before the crop`,
    msg`${4} pixels`,
    ({ data }) => msg`${data.augmentation.cropPadding} pixels`,
  ],
  [msg`Horizontal flips`, msg`yes`, ({ data }) => yesNo(data.augmentation.flip)],
  [msg`Added regularizers`, msg`none`, config => regularizersOf(config)],
];

/** All settings of the runs, beside the paper's. */
export function settingsOf(runs: readonly RunResult[]): Setting[] {
  return descriptions.map(([name, paper, describe]) => {
    const here = distinctTexts(runs.map(run => describe(run.record.config)));
    return { name, paper, here, differs: here.some(value => !isSame(value, paper)) };
  });
}

function yesNo(value: boolean): Text {
  return value ? msg`yes` : msg`no`;
}

function stepsOf(config: RunConfig): Text {
  const steps = totalSteps(config);
  return Math.abs(steps - 64_000) <= 2_000
    ? msg`about 64,000`
    : msg`${grouped(steps)} (${epochsOf(config.recipe)})`;
}

/** `×0.1 at 50 %, ×0.01 at 75 %`. */
export function milestonesOf({ milestones }: Pick<Recipe, 'milestones'>): Text {
  if (milestones.length === 0) return msg`never`;
  return joined(
    milestones.map(({ at, factor }) => msg`×${factor} at ${Number((at * 100).toFixed(1))} %`),
    msg`, `,
  );
}

function pixelsOf(side: number): Text {
  return msg`${side}×${side} pixels`;
}

const blockNames = { bottleneck: msg`bottleneck` } as const;
const orderNames = { 'pre-activation': msg`pre-activation` } as const;

function initializationOf({ initialization }: RunConfig['network']): Text {
  const { scheme, gain } = initialization ?? { scheme: 'he', gain: 1 };
  const name = { he: 'He', glorot: 'Glorot' }[scheme];
  return gain === 1 ? name : msg`${name}, standard deviation ×${gain}`;
}

function growthOf({ grown }: RunConfig['network']): Text {
  return grown
    ? msg`identity layers, to a network of depth ${grown.fromDepth}, after ${Number((100 * grown.at).toFixed(1))} % of the epochs`
    : msg`none`;
}

function warmupOf({ warmup }: RunConfig['recipe']): Text {
  if (warmup === null) return msg`none`;
  const percent = Number((warmup.fraction * 100).toFixed(1));
  return warmup.shape === 'linear'
    ? msg`linear, from ×${warmup.from}, over the first ${percent} % of steps`
    : msg`constant, ×${warmup.from}, over the first ${percent} % of steps`;
}

function regularizersOf({ regularizers }: RunConfig): Text {
  const named = regularizers.map(({ name, options }) => {
    const values = Object.entries(options).map(([key, value]) => `${key} ${value}`);
    return values.length > 0 ? `${name} (${values.join(', ')})` : name;
  });
  return named.length > 0 ? listed(named) : msg`none`;
}
