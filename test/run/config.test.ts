import test from 'ava';
import { type RunConfig, runConfigSchema } from '../../src/run/config.ts';
import { config, growing } from './fixtures.ts';

test('options of an optimizer that are not named are filled in; one without name is refused', t => {
  const withOptimizer = (optimizer: object) => ({ ...config, recipe: { ...config.recipe, optimizer } });
  t.deepEqual(runConfigSchema.parse(withOptimizer({ name: 'momentum', options: {} })), config);
  for (const [optimizer, says] of [
    [{ name: 'momentm', options: {} }, /unknown optimizer .*momentm.*; optimizers: momentum, adam/],
    [{ name: 'adam', options: { momentum: 0.9 } }, /Unrecognized key.*momentum/],
    [{ name: 'momentum', options: {}, colour: 1 }, /Unrecognized key.*colour/],
  ] as const) {
    t.regex(runConfigSchema.safeParse(withOptimizer(optimizer)).error!.message, says);
  }
});

test('a configuration passes its schema unchanged', t => {
  t.deepEqual(runConfigSchema.parse(config), config);
});

test('an unknown key is refused wherever it is', t => {
  const { network, data, recipe, regularizers } = config;
  for (const wrong of [
    { ...config, colour: 1 },
    { ...config, network: { ...network, colour: 1 } },
    { ...config, data: { ...data, colour: 1 } },
    { ...config, recipe: { ...recipe, colour: 1 } },
    { ...config, recipe: { ...recipe, warmup: { ...recipe.warmup, colour: 1 } } },
    { ...config, recipe: { ...recipe, milestones: [{ at: 0.5, factor: 0.1, colour: 1 }] } },
    { ...config, regularizers: [{ ...regularizers[0], colour: 1 }] },
  ]) {
    t.regex(runConfigSchema.safeParse(wrong).error!.message, /Unrecognized key.*colour/);
  }
});

test('a depth that is not 6n+2 is refused with the ones that are', t => {
  for (const depth of [30, 3, 0, -4, 9]) {
    const { error } = runConfigSchema.safeParse({ ...config, depth });
    t.true(error!.message.includes(`depth must be 6n+2 (2, 8, 14, 20, …); got ${depth}`));
  }
  for (const depth of [2, 8, 14, 20, 32, 44, 56, 110, 1202]) {
    t.true(runConfigSchema.safeParse({ ...config, depth }).success);
  }
});

test('values that no run can have are refused', t => {
  const { network, data, recipe } = config;
  for (const wrong of [
    { ...config, kind: 'dense' },
    { ...config, seed: 0 },
    { ...config, seed: 1.5 },
    { ...config, network: { ...network, width: 0 } },
    { ...config, network: { ...network, shortcut: 'D' } },
    { ...config, data: { ...data, dataset: 'imagenet' } },
    { ...config, data: { ...data, resolution: 24 } },
    { ...config, recipe: { ...recipe, optimizer: { name: 'momentum', options: { momentum: 1 } } } },
    { ...config, recipe: { ...recipe, optimizer: { name: 'newton', options: {} } } },
    { ...config, recipe: { ...recipe, learningRate: 0 } },
    { ...config, recipe: { ...recipe, learningRate: Number.NaN } },
    { ...config, recipe: { ...recipe, weightDecay: -1 } },
    { ...config, recipe: { ...recipe, milestones: [{ at: 1, factor: 0.1 }] } },
  ]) {
    t.false(runConfigSchema.safeParse(wrong).success, JSON.stringify(wrong));
  }
});

test('only plain networks of basic blocks in the original order grow, from a block in each stage or more', t => {
  const run = growing(20, 0.5);
  t.true(runConfigSchema.safeParse(run).success);
  t.true(runConfigSchema.safeParse({ ...run, network: { ...run.network, batchNorm: false } }).success);
  const refused = (changed: Partial<RunConfig>) =>
    runConfigSchema.safeParse({ ...run, ...changed }).error!.message;
  t.regex(refused({ kind: 'residual' }), /is for plain networks of basic blocks/);
  t.regex(refused({ network: { ...run.network, order: 'pre-activation' } }), /in the original order/);
  t.regex(refused(growing(2, 0.5)), /must be 8 or more, for a block in each stage; got 2/);
  t.regex(refused(growing(56, 0.5)), /must be below the depth, 56; got 56/);
  t.regex(refused(growing(21, 0.5)), /depth must be 6n\+2 .*; got 21/);
});
