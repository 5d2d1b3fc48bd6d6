import type { RunConfig } from '../../src/run/config.ts';

export const config: RunConfig = {
  kind: 'residual',
  depth: 20,
  seed: 3,
  network: { width: 16, shortcut: 'A', batchNorm: true },
  data: {
    dataset: 'cifar10',
    resolution: 32,
    augmentation: { cropPadding: 4, flip: true },
    trainSize: 45_000,
    trainEvalSize: 5000,
    valSize: 5000,
    testSize: 10_000,
  },
  recipe: {
    epochs: 183,
    maxSteps: 64_000,
    batchSize: 128,
    learningRate: 0.1,
    warmup: { fraction: 0.1, from: 0.1, shape: 'linear' },
    milestones: [
      { at: 0.5, factor: 0.1 },
      { at: 0.75, factor: 0.01 },
    ],
    optimizer: { name: 'momentum', options: { momentum: 0.9 } },
    weightDecay: 1e-4,
  },
  regularizers: [{ name: 'l2', options: { rate: 1e-4, exclude: 'bias' } }],
};

/** A plain network of depth 56 that begins with `fromDepth` layers. */
export function growing(fromDepth: number, at: number, recipe: Partial<RunConfig['recipe']> = {}): RunConfig {
  return {
    ...config,
    kind: 'plain',
    depth: 56,
    network: { ...config.network, grown: { fromDepth, at } },
    recipe: { ...config.recipe, maxSteps: null, ...recipe },
    regularizers: [],
  };
}
