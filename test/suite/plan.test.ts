import test from 'ava';
import { DataSizeError } from '../../src/data/errors.ts';
import { parseArm } from '../../src/regularizers/arm.ts';
import { type RunConfig, runConfigSchema } from '../../src/run/config.ts';
import { runId } from '../../src/run/id.ts';
import { totalSteps } from '../../src/run/steps.ts';
import { type PlannedRun, planRuns, relativeCost, variantArms } from '../../src/suite/plan.ts';
import type { Preset } from '../../src/suite/presets.ts';
import { UsageError } from '../../src/usage-error.ts';
import { imagesOf } from '../data/fixtures.ts';
import { tinyPreset } from './fixtures.ts';

const preset: Preset = { ...tinyPreset, kinds: ['plain', 'residual'], depths: [8, 20, 14], seeds: 2 };

test('seed 1 of everything comes before seed 2, and the longest runs come first', t => {
  const order = planRuns(preset).map(({ config }) => `${config.seed}:${config.depth}`);
  t.deepEqual(order, [
    ...['1:20', '1:20', '1:14', '1:14', '1:8', '1:8'],
    ...['2:20', '2:20', '2:14', '2:14', '2:8', '2:8'],
  ]);
  for (const seed of [1, 2]) {
    const costs = planRuns(preset)
      .filter(({ config }) => config.seed === seed)
      .map(({ config }) => relativeCost(config));
    t.deepEqual(
      costs,
      [...costs].sort((a, b) => b - a),
    );
  }
});

test('what a run costs is what its layers multiply, of a network that grows for as long as it has them', t => {
  const [{ config }] = planRuns({ ...tinyPreset, kinds: ['plain'], depths: [20] }) as [PlannedRun];
  const cost = (changed: Partial<RunConfig>, network: Partial<RunConfig['network']> = {}) =>
    relativeCost({ ...config, ...changed, network: { ...config.network, ...network } });
  const [shallow, deep] = [cost({ depth: 8 }), cost({})];
  t.is(cost({}, { grown: { fromDepth: 8, at: 0.25 } }), (shallow + 3 * deep) / 4);
  t.is(cost({ recipe: { ...config.recipe, passesPerEpoch: 3 } }), 3 * deep);
  const half = { recipe: { ...config.recipe, maxSteps: totalSteps(config) / 2 } };
  t.is(cost(half), deep / 2);
  t.is(cost(half, { grown: { fromDepth: 8, at: 0.5 } }), (shallow + deep) / 4);
  t.is(cost({ kind: 'residual' }), deep);
  t.true(cost({ kind: 'residual' }, { shortcut: 'B' }) > deep);
  t.true(cost({ kind: 'residual' }, { shortcut: 'C' }) > cost({ kind: 'residual' }, { shortcut: 'B' }));
});

test('the same preset gives the same plan', t => {
  t.deepEqual(planRuns(preset), planRuns(structuredClone(preset)));
});

test('every override arrives in every run', t => {
  const planned = planRuns(preset, {
    depths: [26, 32],
    kinds: ['plain'],
    seeds: 3,
    epochs: 7,
    width: 12,
    resolution: 16,
    trainSize: 500,
    batchSize: 25,
    learningRate: 0.3,
    dataset: 'cifar10',
  });
  t.is(planned.length, 6);
  for (const { config } of planned) {
    t.true([26, 32].includes(config.depth));
    t.is(config.kind, 'plain');
    t.is(config.network.width, 12);
    t.like(config.data, { resolution: 16, trainSize: 500, dataset: 'cifar10' });
    t.like(config.recipe, { epochs: 7, batchSize: 25, learningRate: 0.3 });
  }
  t.deepEqual([...new Set(planned.map(({ config }) => config.seed))], [1, 2, 3]);
});

test('without overrides a run is what the preset says', t => {
  const { config } = planRuns(tinyPreset)[0]!;
  t.deepEqual(config, {
    kind: 'residual',
    depth: 8,
    seed: 1,
    network: tinyPreset.network,
    data: tinyPreset.data,
    recipe: tinyPreset.recipe,
    regularizers: [],
  });
});

test('ids are readable, unique, and follow from the configuration alone', t => {
  const planned = planRuns(preset);
  t.is(new Set(planned.map(({ id }) => id)).size, planned.length);
  for (const { id, config } of planned) {
    t.regex(id, new RegExp(`^${config.kind}-${config.depth}-s${config.seed}-[0-9a-f]{8}$`));
    t.is(id, runId(runConfigSchema.parse(JSON.parse(JSON.stringify(config)))));
  }
  // Pinned: a change here would orphan every folder in results/.
  t.is(planRuns(tinyPreset)[0]!.id, 'residual-8-s1-1d53d24d');
});

test('any change to a configuration changes the id', t => {
  const id = planRuns(tinyPreset)[0]!.id;
  const changed = [
    { epochs: 5 },
    { width: 5 },
    { batchSize: 39 },
    { learningRate: 0.06 },
    { trainSize: 410 },
  ];
  for (const overrides of changed) t.not(planRuns(tinyPreset, overrides)[0]!.id, id);
});

test('twins differ in their kind and in nothing else', t => {
  const planned = planRuns(preset, { depths: [8, 14] });
  const plain = planned.filter(({ config }) => config.kind === 'plain');
  t.is(plain.length, 4);
  for (const { config } of plain) {
    const twin = { ...config, kind: 'residual' as const };
    t.truthy(planned.find(({ id }) => id === runId(twin)));
  }
});

test('the training error is measured on no more images than are trained on', t => {
  t.is(planRuns(tinyPreset, { trainSize: 40 })[0]!.config.data.trainEvalSize, 40);
  t.is(planRuns(tinyPreset, { trainSize: 4000 })[0]!.config.data.trainEvalSize, 50);
});

test('crop padding stays the same share of the image', t => {
  const paper: Preset = {
    ...tinyPreset,
    data: { ...imagesOf(tinyPreset.data), resolution: 32, augmentation: { cropPadding: 4, flip: true } },
  };
  const padding = (resolution: 32 | 16 | 8, preset = paper) =>
    imagesOf(planRuns(preset, { resolution })[0]!.config.data).augmentation.cropPadding;
  t.deepEqual([padding(32), padding(16), padding(8)], [4, 2, 1]);
  const augmentation = { cropPadding: 0, flip: true };
  t.is(padding(16, { ...paper, data: { ...imagesOf(paper.data), augmentation } }), 0);
});

test('a recipe for one depth applies to both kinds of that depth only', t => {
  const warmup = { fraction: 0.1, from: 0.1, shape: 'constant' } as const;
  for (const { config } of planRuns({ ...preset, recipeByDepth: { 20: { warmup } } })) {
    t.deepEqual(config.recipe.warmup, config.depth === 20 ? warmup : null);
  }
});

test('an arm of regularizers stands beside the arm without any', async t => {
  const arm = await parseArm('l1=1e-5');
  const planned = planRuns(preset, { regularizerArms: [arm], seeds: 1, depths: [8] });
  t.is(planned.length, 4);
  t.is(planned.filter(({ config }) => config.regularizers.length === 0).length, 2);
  t.true(planned.some(({ id }) => /^plain-8-l1.+-s1-/.test(id)));
});

test('an arm that acts on branches is for residual networks alone', async t => {
  const arm = await parseArm('stochastic-depth+l2');
  const planned = planRuns(preset, { regularizerArms: [arm], seeds: 1, depths: [8] });
  t.deepEqual(
    planned.filter(({ config }) => config.regularizers.length > 0).map(({ config }) => config.kind),
    ['residual'],
  );
});

test('an arm changes the recipe or the network where these have a place for it', async t => {
  const arms = [await parseArm('augment=4,flip=off'), await parseArm('batch-norm=off')];
  const planned = planRuns(preset, { regularizerArms: arms, seeds: 1, depths: [8], resolution: 16 });
  const arm = (name: string) =>
    planned.find(({ config }) => config.kind === 'plain' && config.regularizers[0]?.name === name)!.config;
  t.deepEqual(imagesOf(arm('augment').data).augmentation, { cropPadding: 2, flip: false });
  t.false(arm('batch-norm').network.batchNorm);
});

test('sizes that nobody asked for shrink to what the data set has', t => {
  const cifar: Preset = {
    ...tinyPreset,
    data: {
      ...imagesOf(tinyPreset.data),
      dataset: 'cifar10',
      trainSize: 45_000,
      valSize: 5000,
      testSize: 10_000,
    },
  };
  t.like(planRuns(cifar, { dataset: 'synthetic' })[0]!.config.data, {
    trainSize: 10_800,
    valSize: 1200,
    testSize: 2000,
  });
});

test('sizes that were asked for are refused when there are not so many images', t => {
  const sizes = [[50_001, 'cifar10'] as const, [12_001, 'synthetic'] as const, [9, 'synthetic'] as const];
  for (const [trainSize, dataset] of sizes) {
    const error = t.throws(() => planRuns(tinyPreset, { trainSize, dataset }), { instanceOf: DataSizeError });
    t.regex(error.message, /^--train-size must be 10 to \d+ \(training examples of \w+; .+\); got \d+$/);
    t.true(error.message.endsWith(`got ${trainSize}`));
  }
});

test('who asks for all images gets them, and an empty column of validation errors', t => {
  const { data } = planRuns(tinyPreset, { trainSize: 50_000, dataset: 'cifar10' })[0]!.config;
  t.like(data, { trainSize: 50_000, valSize: 0 });
  const both = { trainSize: 50_000, valSize: 50, dataset: 'cifar10' } as const;
  t.throws(() => planRuns(tinyPreset, both), {
    instanceOf: DataSizeError,
    message: /^--train-size must be 10 to 45000 \(.+ --val-size is 50; with 0 there are 50000\); got 50000$/,
  });
});

test('a regularizer that chooses by the validation error is refused where there is none', async t => {
  const refusal = {
    instanceOf: UsageError,
    message: /^the regularizer early-stopping chooses by the validation error, .+ Add --val-size 500, /,
  };
  const withNone: Preset = { ...tinyPreset, data: { ...tinyPreset.data, valSize: 0 } };
  const regularizerArms = [await parseArm('l2'), await parseArm('dropout+early-stopping=2')];
  t.throws(() => planRuns(withNone, { regularizerArms }), refusal);
  const ofVariant: Preset = { ...withNone, variants: [{ regularizers: 'early-stopping' }] };
  const arms = await variantArms(ofVariant);
  t.throws(() => planRuns(ofVariant, {}, arms), refusal);
  t.throws(() => planRuns(tinyPreset, { regularizerArms, trainSize: 12_000 }), refusal);
  t.notThrows(() => planRuns(withNone, { regularizerArms: [regularizerArms[0]!] }));
  t.is(planRuns(withNone, { regularizerArms, valSize: 500 }).length, 3);
});

test('a batch larger than the training images is refused', t => {
  t.throws(() => planRuns(tinyPreset, { batchSize: 401 }), {
    instanceOf: UsageError,
    message: '--batch-size must be 1 to 400 (--train-size, the images trained on); got 401',
  });
  t.notThrows(() => planRuns(tinyPreset, { batchSize: 400 }));
});

test('every variant runs beside the others, and one that is like another runs once', t => {
  const variants = [
    {},
    { network: { shortcut: 'scaled' } },
    { kinds: ['plain'], network: { batchNorm: false }, recipe: { learningRate: 0.01 } },
    { depths: [11], kinds: ['residual'], network: { block: 'bottleneck' } },
  ] as const satisfies Preset['variants'];
  const planned = planRuns({ ...preset, depths: [8], seeds: 1, variants }).map(({ config }) => config);
  t.deepEqual(planned.map(config => runId(config).replace(/-s1-.*/, '')).sort(), [
    'plain-8',
    'plain-8-no-batch-norm',
    'residual-11-bottleneck',
    'residual-8',
    'residual-8-scaled-shortcut',
  ]);
  t.is(planned.find(({ network }) => !network.batchNorm)!.recipe.learningRate, 0.01);
});

test('the command line changes the preset, and leaves a variant what it says itself', t => {
  const variants: Preset['variants'] = [
    {},
    { network: { width: 5 }, data: { trainSize: 20, trainEvalSize: 20 }, recipe: { batchSize: 20 } },
  ];
  const overrides = { width: 12, trainSize: 300, batchSize: 50, epochs: 7, resolution: 16 } as const;
  const planned = planRuns({ ...tinyPreset, variants }, overrides).map(({ config }) => config);
  const [general, own] = [12, 5].map(width => planned.find(({ network }) => network.width === width)!);
  t.like(general!.data, { trainSize: 300, resolution: 16 });
  t.like(general!.recipe, { batchSize: 50, epochs: 7 });
  t.like(own!.data, { trainSize: 20, resolution: 16 });
  t.like(own!.recipe, { batchSize: 20, epochs: 7 });
});

test('a variant may take fewer seeds than the others, and no more', t => {
  const variants = [{}, { network: { shortcut: 'B' }, seeds: 2 }] as const satisfies Preset['variants'];
  const seedsOf = (seeds: number) => {
    const planned = planRuns({ ...tinyPreset, seeds: 3, variants }, { seeds }).map(({ config }) => config);
    return (['A', 'B'] as const).map(shortcut =>
      planned.filter(({ network }) => network.shortcut === shortcut).map(({ seed }) => seed),
    );
  };
  t.deepEqual(seedsOf(3), [
    [1, 2, 3],
    [1, 2],
  ]);
  t.deepEqual(seedsOf(1), [[1], [1]]);
});

test('a variant may have seeds of its own to choose by, whatever those of the plan are', t => {
  const variants = [{}, { network: { batchNorm: false }, seedsToChooseBy: [901, 902] }];
  for (const seeds of [2, [1, 2]]) {
    const planned = planRuns({ ...preset, variants }, { seeds, kinds: ['plain'], depths: [8] });
    const seedsOf = (batchNorm: boolean) =>
      planned.filter(({ config }) => config.network.batchNorm === batchNorm).map(({ config }) => config.seed);
    t.deepEqual(seedsOf(true), [1, 2]);
    t.deepEqual(seedsOf(false), [1, 2, 901, 902]);
  }
});

test('seeds may be named; a variant that takes fewer takes the first of them', t => {
  const variants = [{}, { network: { shortcut: 'B' }, seeds: 2 }] as const satisfies Preset['variants'];
  const seedsOf = (preset: Preset, overrides = {}) => {
    const planned = planRuns({ ...preset, variants }, overrides).map(({ config }) => config);
    return (['A', 'B'] as const).map(shortcut =>
      planned.filter(({ network }) => network.shortcut === shortcut).map(({ seed }) => seed),
    );
  };
  const expected = [
    [101, 102, 104],
    [101, 102],
  ];
  t.deepEqual(seedsOf({ ...tinyPreset, seeds: [104, 101, 102, 101] }), expected);
  t.deepEqual(seedsOf(tinyPreset, { seeds: [101, 102, 104] }), expected);
});

test('regularizers of a variant and of the command line add up', async t => {
  const varied = { ...tinyPreset, variants: [{}, { regularizers: 'dropout=0.2' }] };
  const regularizerArms = [await parseArm('l2=0.01')];
  const planned = planRuns(varied, { regularizerArms }, await variantArms(varied));
  const names = planned.map(({ config }) => config.regularizers.map(({ name }) => name).join('+'));
  t.deepEqual(names.sort(), ['', 'dropout', 'dropout+l2', 'l2']);
});

test('probes are part of a run', t => {
  const probes: NonNullable<Preset['probes']> = { steps: [1], measure: ['blocks'] };
  const [plain, probed] = [tinyPreset, { ...tinyPreset, probes }].map(one => planRuns(one)[0]!);
  t.deepEqual(probed!.config.probes, probes);
  t.not(probed!.id, plain!.id);
});

test('depths go to the variants that can have them', t => {
  const variants = [{}, { depths: [50], network: { block: 'bottleneck', family: 'imagenet' } }] as const;
  const depths = (wanted: number[]) =>
    planRuns({ ...tinyPreset, variants }, { depths: wanted }).map(({ config }) => config.depth);
  t.deepEqual(depths([8, 101]).sort(), [101, 8]);
  t.throws(() => depths([30]), {
    instanceOf: UsageError,
    message: '--depths: depth must be 6n+2 (2, 8, 14, 20, …); got 30. Nearest: 26 or 32.',
  });
});

test('kinds that no network of the experiment has are refused', t => {
  const variants = [{ kinds: ['plain'] }] as const;
  t.throws(() => planRuns({ ...tinyPreset, variants }, { kinds: ['residual'] }), {
    instanceOf: UsageError,
    message: '--kinds: no network of this experiment is residual; it has: plain',
  });
});
