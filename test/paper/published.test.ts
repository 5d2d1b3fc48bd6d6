import test from 'ava';
import { he2015, he2016 } from '../../src/paper/published.ts';
import type { NetworkConfig } from '../../src/run/config.ts';
import { totalSteps } from '../../src/run/steps.ts';
import { imagesOf } from '../data/fixtures.ts';
import { makeRun, paperConfig } from '../reports/fixtures.ts';

test('runs that follow the paper stand beside its numbers, and none that differs in what decides them', t => {
  const full = makeRun({ kind: 'plain', depth: 20, seed: 1, epochs: 1, config: paperConfig }).record.config;
  t.true(he2015.comparable(full));
  t.true(he2015.comparable({ ...full, data: { ...full.data, trainEvalSize: 2000 } }));
  const { network, recipe } = full;
  const data = imagesOf(full.data);
  for (const changed of [
    { data: { ...data, resolution: 16 as const } },
    { data: { ...data, trainSize: 45_000 } },
    { data: { ...data, augmentation: { ...data.augmentation, flip: false } } },
    { data: { ...data, augmentation: { ...data.augmentation, cropPadding: 0 } } },
    { network: { ...network, width: 8 } },
    { recipe: { ...recipe, epochs: 20 } },
    { recipe: { ...recipe, learningRate: 0.05 } },
    { recipe: { ...recipe, milestones: [] } },
    { recipe: { ...recipe, weightDecay: 0 } },
    { recipe: { ...recipe, optimizer: { name: 'momentum', options: { momentum: 0 } } } },

    { recipe: { ...recipe, warmup: { fraction: 0.1, from: 0.1, shape: 'linear' as const } } },
    { regularizers: [{ name: 'dropout', options: {} }] },
  ]) {
    t.false(he2015.comparable({ ...full, ...changed }), JSON.stringify(changed));
  }
});

test('steps end at the last epoch or at the limit, whichever is first', t => {
  const { config } = makeRun({ kind: 'plain', depth: 20, seed: 1, epochs: 20 }).record;
  t.is(totalSteps(config), 20 * 78);
  t.is(totalSteps({ ...config, recipe: { ...config.recipe, maxSteps: 100 } }), 100);
});

test('residual numbers are from the table, plain ones are marked as read off a figure', t => {
  t.is(he2015.errorOf('residual', 56)?.text, '6.97');
  t.regex(String(he2015.errorOf('plain', 56)!.text), /read off/);
  t.is(he2015.errorOf('plain', 8), undefined);
});

test('of shortcuts, what is printed is known, and nothing of networks that differ in more than one thing', t => {
  const published = (changes: Partial<NetworkConfig> = {}) =>
    he2016.testErrorPct({ width: 8, shortcut: 'A', batchNorm: true, ...changes });
  t.is(published(), 6.61);
  t.is(published({ shortcut: 'scaled' }), 12.35);
  t.is(published({ shortcut: 'C' }), 12.22);
  t.is(published({ shortcut: 'dropout' }), 'fails');
  t.is(published({ order: 'pre-activation' }), 6.37);
  for (const changes of [
    { shortcut: 'B' },
    { shortcut: 'gated' },
    { shortcut: 'C', order: 'pre-activation' },
    { batchNorm: false },
    { block: 'bottleneck' },
  ] as const) {
    t.is(published(changes), undefined);
  }
});
