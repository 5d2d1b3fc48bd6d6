import test from 'ava';
import { parseOptimizer } from '../src/optimizers/registry.ts';
import { type RunConfig, runConfigSchema } from '../src/run/config.ts';
import { forFileName, runId, uniqueFileName } from '../src/run/id.ts';
import { depthAfter, growthEpoch } from '../src/run/steps.ts';
import { variantParts } from '../src/run/variant.ts';

const config: RunConfig = {
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

test('a run’s id names kind, depth, variant and seed, and ends in eight hexadecimal digits', t => {
  t.regex(runId({ ...config, regularizers: [] }), /^residual-20-s3-[0-9a-f]{8}$/);
  t.regex(runId(config), /^residual-20-l2-bias-1e-4-s3-[0-9a-f]{8}$/);
  const network = { ...config.network, shortcut: 'B', batchNorm: false } as const;
  t.regex(
    runId({ ...config, network, regularizers: [] }),
    /^residual-20-shortcut-b-no-batch-norm-s3-[0-9a-f]{8}$/,
  );
});

test('the same configuration has the same id, whatever the order of its keys', t => {
  t.is(runId(reversed(config) as RunConfig), runId(config));
  t.is(runId(runConfigSchema.parse(JSON.parse(JSON.stringify(config)))), runId(config));
});

test('the id of a configuration is the same on every machine', t => {
  t.is(runId({ ...config, regularizers: [] }), 'residual-20-s3-75cd3cb1');
});

test('any change of the configuration changes the id', t => {
  const ids = [runId(config)];
  for (const [path, value] of leaves(config)) {
    // Another one has other options; see below.
    if (path.join('.') === 'recipe.optimizer.name') continue;
    const changed = structuredClone(config);
    const parent = path
      .slice(0, -1)
      .reduce<Json>((node, key) => node[key] as Json, changed as unknown as Json);
    parent[path.at(-1)!] =
      typeof value === 'number' ? value / 2 : typeof value === 'boolean' ? !value : 'other';
    ids.push(runId(changed));
  }
  ids.push(runId({ ...config, recipe: { ...config.recipe, optimizer: parseOptimizer('adam') } }));
  ids.push(runId({ ...config, recipe: { ...config.recipe, warmup: null } }));
  ids.push(runId({ ...config, recipe: { ...config.recipe, maxSteps: null } }));
  ids.push(runId({ ...config, recipe: { ...config.recipe, milestones: [] } }));
  t.true(ids.length > 30);
  t.is(new Set(ids).size, ids.length);
});

test('an id is fit for the name of a folder', t => {
  const options = { a: '../x y', b: 'ä:*?', c: true };
  t.regex(runId({ ...config, regularizers: [{ name: 'any/thing', options }] }), /^[\w.ä-]+$/);
});

test('the paper’s arm has no variant, and a plain network has no shortcut to name', t => {
  t.deepEqual(variantParts({ ...config, regularizers: [] }), []);
  const network = { ...config.network, shortcut: 'C' } as const;
  t.deepEqual(variantParts({ ...config, kind: 'plain', network, regularizers: [] }), []);
  t.deepEqual(variantParts({ ...config, network, regularizers: [] }), ['shortcut C']);
});

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

test('another optimizer than the paper’s is a variant', t => {
  const words = (spec: string) => {
    const recipe = { ...config.recipe, optimizer: parseOptimizer(spec) };
    return variantParts({ ...config, recipe, regularizers: [] });
  };
  t.deepEqual(['momentum', 'momentum=0.8', 'adam'].map(words), [[], ['momentum 0.8'], ['adam']]);
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

test('a network grows after a share of the epochs that the run has, at the first at the earliest', t => {
  // 45,000 images make 351 batches of 128.
  for (const [at, recipe, epoch] of [
    [0.5, { epochs: 20 }, 10],
    [0.5, { epochs: 1 }, 1],
    [0.01, { epochs: 20 }, 1],
    [0.99, { epochs: 20 }, 20],
    [0.5, { epochs: 183, maxSteps: 64_000 }, 92],
    [0.5, { epochs: 183, maxSteps: 4 * 351 }, 2],
  ] as const) {
    t.is(growthEpoch(growing(20, at, recipe)), epoch);
  }
  t.is(growthEpoch(config), 0);
});

test('an id says from which depth a network grows, and when', t => {
  t.regex(runId(growing(20, 0.5)), /^plain-56-growth-from-20-at-50-s3-[0-9a-f]{8}$/);
  t.deepEqual(variantParts(growing(8, 0.125)), ['growth from 8 at 12.5 %']);
});

test('until it grows a network has the depth that it begins with', t => {
  const run = growing(20, 0.5, { epochs: 4 });
  t.deepEqual(
    [0, 1, 2, 3, 4].map(epoch => depthAfter(epoch, run)),
    [20, 20, 56, 56, 56],
  );
  t.deepEqual(
    [0, 4].map(epoch => depthAfter(epoch, config)),
    [20, 20],
  );
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

/** A plain network of depth 56 that begins with `fromDepth` layers. */
function growing(fromDepth: number, at: number, recipe: Partial<RunConfig['recipe']> = {}): RunConfig {
  return {
    ...config,
    kind: 'plain',
    depth: 56,
    network: { ...config.network, grown: { fromDepth, at } },
    recipe: { ...config.recipe, maxSteps: null, ...recipe },
    regularizers: [],
  };
}

type Json = { [key: string]: unknown };

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, inner]) => [key, reversed(inner)]),
  );
}

function leaves(value: unknown, path: string[] = []): [path: string[], value: unknown][] {
  if (typeof value !== 'object' || value === null) return [[path, value]];
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, [...path, key]));
}

test('letters and digits of every script stay in names of files', t => {
  t.is(forFileName('Pre-Activation, 0.5 (B)'), 'pre-activation-0.5-b');
  t.is(forFileName('噪声 0.2'), '噪声-0.2');
  t.is(forFileName('É/..'), 'é-..');
  t.is(forFileName('E\u0301'), forFileName('\u00e9'));
});

test('two lists of names never share a file', t => {
  const lists = [
    ...[['old', 'new'], ['Old', 'new'], ['old--new'], ['old-new'], ['old', 'new', ''], ['old', '', 'new']],
    ...[
      ['a b', 'c'],
      ['a-b', 'c'],
      ['a/b', 'c'],
      ['a', 'b-c'],
      ['a', 'b', 'c'],
      ['☃', '☂'],
      ['☂', '☃'],
    ],
    ...[['x'.repeat(300)], [`${'x'.repeat(300)}y`]],
  ];
  const names = lists.map(list => uniqueFileName(list));
  t.is(new Set(names).size, lists.length);
  t.is(names[0], 'old--new');
  for (const name of names) t.true(name.length <= 100 && !/[\s/]/.test(name), name);
});
