import test from 'ava';
import { deviationsFromPaper } from '../../src/paper/deviations.ts';
import { reducedBudget } from '../../src/paper/reduced-budget.ts';
import type { RunConfig } from '../../src/run/config.ts';
import { imagesOf } from '../data/fixtures.ts';
import { makeRun, paperConfig } from '../reports/fixtures.ts';

const ofPaper = (kind: RunConfig['kind'], depth = 20): RunConfig =>
  makeRun({ kind, depth, seed: 1, epochs: 1, config: paperConfig }).record.config;
const paper = ofPaper('residual');
/** What no run of this suite does as the paper did. */
const always = [
  'Batch norm in training: images behind each statistic: 128; in the paper 64.',
  'Batch norm in evaluation: moving averages; each batch replaces a tenth; in the paper mean and variance of a large training batch, computed after training.',
  'Pixels: mean of each pixel subtracted, then divided by one standard deviation; in the paper mean of each pixel subtracted.',
  'Images that do not fill a last batch: left out; others in every epoch; in the paper not stated.',
];

function deviations(config: RunConfig): string[] {
  return deviationsFromPaper([config])
    .map(({ what }) => String(what))
    .filter(what => !always.includes(what));
}

/** What deviates in the paper's residual-20 after a change. */
function after(change: (config: RunConfig) => void): string[] {
  const config = structuredClone(paper);
  change(config);
  return deviations(config);
}

test('the paper’s own configuration deviates in what the suite does otherwise everywhere, and says so', t => {
  t.deepEqual(
    deviationsFromPaper([paper]).map(({ what }) => String(what)),
    always,
  );
  t.deepEqual(deviations(ofPaper('plain')), []);
});

/** Another value for every field of a configuration that can change a number, but for its network's name and its seed. */
const changes: Record<string, (config: RunConfig) => void> = {
  'network.family': ({ network }) => Object.assign(network, { family: 'imagenet', block: 'bottleneck' }),
  'network.width': ({ network }) => Object.assign(network, { width: 64 }),
  'network.shortcut': ({ network }) => Object.assign(network, { shortcut: 'B' }),
  'network.batchNorm': ({ network }) => Object.assign(network, { batchNorm: false }),
  'network.block': ({ network }) => Object.assign(network, { block: 'bottleneck' }),
  'network.order': ({ network }) => Object.assign(network, { order: 'pre-activation' }),
  'network.initialization': ({ network }) =>
    Object.assign(network, { initialization: { scheme: 'glorot', gain: 1 } }),
  'network.grown': ({ network }) => Object.assign(network, { grown: { fromDepth: 8, at: 0.5 } }),
  'data.dataset': ({ data }) => Object.assign(data, { dataset: 'synthetic' }),
  'data.resolution': ({ data }) => Object.assign(data, { resolution: 16 }),
  'data.trainSize': ({ data }) => Object.assign(data, { trainSize: 45_000 }),
  'data.trainEvalSize': ({ data }) => Object.assign(data, { trainEvalSize: 5000 }),
  'data.valSize': ({ data }) => Object.assign(data, { valSize: 5000 }),
  'data.testSize': ({ data }) => Object.assign(data, { testSize: 2000 }),
  'data.augmentation.cropPadding': ({ data }) =>
    Object.assign(imagesOf(data).augmentation, { cropPadding: 2 }),
  'data.augmentation.flip': ({ data }) => Object.assign(imagesOf(data).augmentation, { flip: false }),
  'recipe.epochs': ({ recipe }) => Object.assign(recipe, { epochs: 10 }),
  'recipe.passesPerEpoch': ({ recipe }) => Object.assign(recipe, { passesPerEpoch: 2, maxSteps: null }),
  'recipe.maxSteps': ({ recipe }) => Object.assign(recipe, { maxSteps: 32_000 }),
  'recipe.batchSize': ({ recipe }) => Object.assign(recipe, { batchSize: 512 }),
  'recipe.learningRate': ({ recipe }) => Object.assign(recipe, { learningRate: 0.2 }),
  'recipe.warmup': ({ recipe }) =>
    Object.assign(recipe, { warmup: { fraction: 0.1, from: 0.1, shape: 'linear' } }),
  'recipe.milestones': ({ recipe }) => Object.assign(recipe, { milestones: [] }),
  'recipe.optimizer': ({ recipe }) =>
    Object.assign(recipe, { optimizer: { name: 'momentum', options: { momentum: 0 } } }),
  'recipe.weightDecay': ({ recipe }) => Object.assign(recipe, { weightDecay: 0 }),
  regularizers: ({ regularizers }) => regularizers.push({ name: 'dropout', options: { rate: 0.5 } }),
};

test('every field of a configuration that is not as in the paper is a deviation, with both values', t => {
  for (const [field, change] of Object.entries(changes)) {
    const found = after(change);
    t.true(found.length > 0, field);
    for (const what of found) t.regex(what, /: .+; in the paper .+\.$/);
  }
});

test('no field of a configuration is forgotten above', t => {
  // What a run is called, and what is only looked at, is no setting of the paper's.
  const apart = ['kind', 'depth', 'seed', 'probes'];
  const full: RunConfig = structuredClone(paper);
  for (const change of Object.values(changes)) change(full);
  const fields = (value: object, path: string[] = []): string[] =>
    Object.entries(value).flatMap(([key, inner]) => {
      const here = [...path, key];
      const isGroup = ['network', 'data', 'recipe', 'data.augmentation'].includes(here.join('.'));
      return isGroup ? fields(inner, here) : [here.join('.')];
    });
  t.deepEqual(
    fields(full).filter(field => !apart.includes(field) && !(field in changes)),
    [],
  );
});

test('a change of the command line is listed with no reason, whatever the preset’s own value was changed for', t => {
  const base = structuredClone(paper);
  base.network.width = 8;
  const stated = { reasons: reducedBudget, base };
  const widthOf = (width: number) =>
    deviationsFromPaper([{ ...base, network: { ...base.network, width } }], stated).find(({ what }) =>
      String(what).startsWith('Filters'),
    );
  t.is(String(widthOf(8)!.what), 'Filters of the stages: 8, 16 and 32; in the paper 16, 32 and 64.');
  t.regex(String(widthOf(8)!.why), /^Depth is what is studied/);
  t.is(String(widthOf(64)!.what), 'Filters of the stages: 64, 128 and 256; in the paper 16, 32 and 64.');
  t.is(widthOf(64)!.why, undefined);
});

test('runs that deviate in several ways share a line, and those that do not are left out of it', t => {
  const withRate = (learningRate: number) => ({ ...paper, recipe: { ...paper.recipe, learningRate } });
  const found = deviationsFromPaper([paper, withRate(0.2), withRate(0.05)]).map(({ what }) => String(what));
  t.true(found.includes('Learning rate: 0.2 / 0.05; in the paper 0.1.'));
});

test('padding of the same share of a smaller image is the paper’s augmentation', t => {
  const found = after(({ data }) =>
    Object.assign(data, { resolution: 16, augmentation: { cropPadding: 2, flip: true } }),
  );
  t.deepEqual(found, ['Resolution: 16×16 pixels; in the paper 32×32 pixels.']);
});

test('depth 110 is warmed up as in the paper or deviates, others deviate if they are', t => {
  const warmup = { fraction: 400 / 64_000, from: 0.1, shape: 'constant' } as const;
  const at = (depth: number, change: RunConfig['recipe']['warmup']) => {
    const config = ofPaper('residual', depth);
    return deviations({ ...config, recipe: { ...config.recipe, warmup: change } }).map(
      what => what.split(':')[0],
    );
  };
  t.deepEqual(
    [at(110, warmup), at(110, null), at(56, null), at(56, warmup)],
    [[], ['Warm-up'], [], ['Warm-up']],
  );
});

test('networks for ImageNet are held against the paper’s networks for ImageNet', t => {
  const found = after(({ network }) =>
    Object.assign(network, { family: 'imagenet', block: 'bottleneck', width: 64, shortcut: 'B' }),
  );
  t.deepEqual(
    found.map(what => what.split(':')[0]),
    [
      'Data set',
      'Resolution',
      'Training images',
      'Test images',
      'Steps',
      'Images per step',
      'Learning rate falls',
      'Zero padding before the random crop',
      'Batch norm in training',
    ],
  );
});

test('a plain network has no shortcut to deviate in', t => {
  const plain = ofPaper('plain');
  t.deepEqual(deviations({ ...plain, network: { ...plain.network, shortcut: 'C' } }), []);
});
