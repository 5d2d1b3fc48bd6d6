import type { RunResult } from '../../results/schema.ts';
import { type RunConfig, totalSteps } from '../../run.ts';
import { epochsOf, grouped, listed } from '../numbers.ts';

/** One setting in words: how the paper had it, how these runs have it. */
export interface Setting {
  readonly name: string;
  readonly paper: string;
  /** Distinct values among the runs; one where all share it. */
  readonly here: readonly string[];
  readonly differs: boolean;
}

type Description = readonly [name: string, paper: string, here: (config: RunConfig) => string];

/** He et al. 2015, section 4.2. */
const descriptions: readonly Description[] = [
  ['Data set', 'cifar10', ({ data }) => data.dataset],
  ['Resolution', '32×32 pixels', ({ data }) => `${data.resolution}×${data.resolution} pixels`],
  ['Training images', '45,000', ({ data }) => grouped(data.trainSize)],
  ['Images for the training error', '45,000', ({ data }) => grouped(data.trainEvalSize)],
  ['Validation images', '5,000', ({ data }) => grouped(data.valSize)],
  ['Test images', '10,000', ({ data }) => grouped(data.testSize)],
  ['Network for', 'CIFAR-10', ({ network }) => (network.family ? 'ImageNet' : 'CIFAR-10')],
  ['Filters of the first stage', '16', ({ network }) => String(network.width)],
  ['Shortcut', 'A', ({ network }) => network.shortcut],
  ['Batch normalisation', 'yes', ({ network }) => yesNo(network.batchNorm)],
  ['Blocks', 'two 3×3 convolutions', ({ network }) => network.block ?? 'two 3×3 convolutions'],
  ['Order in a block', 'convolution first', ({ network }) => network.order ?? 'convolution first'],
  ['Initial weights', 'He', ({ network }) => initializationOf(network)],
  ['Layers added in training', 'none', ({ network }) => growthOf(network)],
  ['Steps', 'about 64,000', config => stepsOf(config)],
  ['Images per step', '128', ({ recipe }) => String(recipe.batchSize)],
  ['Learning rate', '0.1', ({ recipe }) => String(recipe.learningRate)],
  ['Learning rate falls', '×0.1 at 50 %, ×0.01 at 75 %', ({ recipe }) => milestonesOf(recipe)],
  ['Warm-up', 'none', ({ recipe }) => warmupOf(recipe)],
  ['Momentum', '0.9', ({ recipe }) => String(recipe.momentum)],
  ['Weight decay', '0.0001', ({ recipe }) => String(recipe.weightDecay)],
  ['Zero padding before the crop', '4 pixels', ({ recipe }) => `${recipe.cropPadding} pixels`],
  ['Horizontal flips', 'yes', ({ recipe }) => yesNo(recipe.flip)],
  ['Added regularizers', 'none', config => regularizersOf(config)],
];

/** All settings of the runs, beside the paper's. */
export function settingsOf(runs: readonly RunResult[]): Setting[] {
  return descriptions.map(([name, paper, describe]) => {
    const here = [...new Set(runs.map(run => describe(run.record.config)))];
    return { name, paper, here, differs: here.some(value => value !== paper) };
  });
}

function yesNo(value: boolean): string {
  return value ? 'yes' : 'no';
}

function stepsOf(config: RunConfig): string {
  const steps = totalSteps(config);
  return Math.abs(steps - 64_000) <= 2_000
    ? 'about 64,000'
    : `${grouped(steps)} (${epochsOf(config.recipe)})`;
}

function milestonesOf({ milestones }: RunConfig['recipe']): string {
  return (
    milestones.map(({ at, factor }) => `×${factor} at ${Number((at * 100).toFixed(1))} %`).join(', ') ||
    'never'
  );
}

function initializationOf({ initialization }: RunConfig['network']): string {
  const { scheme, gain } = initialization ?? { scheme: 'he', gain: 1 };
  const name = { he: 'He', glorot: 'Glorot' }[scheme];
  return gain === 1 ? name : `${name}, standard deviation ×${gain}`;
}

function growthOf({ grown }: RunConfig['network']): string {
  return grown
    ? `identity layers, to a network of depth ${grown.fromDepth}, after ${Number((100 * grown.at).toFixed(1))} % of the epochs`
    : 'none';
}

function warmupOf({ warmup }: RunConfig['recipe']): string {
  if (warmup === null) return 'none';
  return `${warmup.shape}, from ×${warmup.from}, over the first ${Number((warmup.fraction * 100).toFixed(1))} % of steps`;
}

function regularizersOf({ regularizers }: RunConfig): string {
  const named = regularizers.map(({ name, options }) => {
    const values = Object.entries(options).map(([key, value]) => `${key} ${value}`);
    return values.length > 0 ? `${name} (${values.join(', ')})` : name;
  });
  return named.length > 0 ? listed(named) : 'none';
}
