import test from 'ava';
import { dataSchema, sourceNames, sourceOf } from '../../src/data/registry.ts';
import { dataConfig } from './fixtures.ts';

test('CIFAR-10 has 50,000 and 10,000 images of ten classes, known without loading it', t => {
  t.like(sourceOf({ dataset: 'cifar10' }), { name: 'cifar10', classes: 10, train: 50_000, test: 10_000 });
});

test('a source says what networks see of an example', t => {
  for (const dataset of ['cifar10', 'synthetic'] as const) {
    const source = sourceOf({ dataset });
    t.deepEqual(source.inputShape(dataConfig({ dataset, resolution: 16 })), [16, 16, 3]);
  }
});

test('images change their resolution with their padding, and take the paper’s where a preset knows none', t => {
  const source = sourceOf({ dataset: 'cifar10' });
  const sizes = { trainSize: 100, trainEvalSize: 50, valSize: 20, testSize: 30 };
  t.deepEqual(source.configure(dataConfig(), { resolution: 8 }), {
    ...dataConfig({ dataset: 'cifar10', resolution: 8, augmentation: { cropPadding: 1, flip: true } }),
  });
  t.like(source.configure({ dataset: 'words', ...sizes }, {}), {
    ...sizes,
    resolution: 32,
    augmentation: { cropPadding: 4, flip: true },
  });
});

test('each source refuses what it does not know, and an unknown one is told from those that there are', t => {
  t.deepEqual(sourceNames(), ['cifar10', 'synthetic', 'imdb', 'synthetic-text']);
  t.deepEqual(dataSchema.parse(dataConfig()), dataConfig());
  t.false(dataSchema.safeParse({ ...dataConfig(), length: 100 }).success);
  t.throws(() => sourceOf({ dataset: 'imagenet' }), {
    message: 'unknown dataset "imagenet"; there are: cifar10, synthetic, imdb, synthetic-text',
  });
});
