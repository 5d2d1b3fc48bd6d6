import { errorByVariant } from '../src/report/charts/by-variant.ts';
import type { Recipe } from '../src/run.ts';
import type { Experiment, Variant } from '../src/suite/experiment.ts';

const recipe: Recipe = {
  epochs: 10,
  maxSteps: null,
  batchSize: 64,
  learningRate: 0.05,
  warmup: { fraction: 0.1, from: 0.1, shape: 'linear' },
  milestones: [
    { at: 0.6, factor: 0.1 },
    { at: 0.85, factor: 0.01 },
  ],
  momentum: 0.9,
  weightDecay: 1e-4,
  cropPadding: 2,
  flip: true,
};
const variants: Variant[] = [
  { kinds: ['plain', 'residual'] },
  ...(['B', 'C', 'scaled', 'gated', 'dropout'] as const).map(shortcut => ({ network: { shortcut } })),
  { network: { order: 'pre-activation' as const } },
];
const data = {
  dataset: 'cifar10' as const,
  resolution: 16 as const,
  trainSize: 5000,
  trainEvalSize: 1000,
  valSize: 200,
  testSize: 1000,
};
const preset = { description: 'x', kinds: ['residual' as const], depths: [20], seeds: 1, network: { width: 8, shortcut: 'A' as const, batchNorm: true }, variants, recipe, data };
const e: Experiment = {
  name: 'shortcuts',
  title: 'Shortcuts',
  question: 'x?',
  expectation: 'x',
  presets: { smoke: { ...preset, data: { ...data, dataset: 'synthetic' } }, quick: preset },
  charts: [errorByVariant({ lookFor: 'x', refutedBy: 'x' })],
  claims: [],
};
export default e;
