import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import test from 'ava';
import { engineById } from '../../src/engine/registry.ts';
import type { RunConfig } from '../../src/run/config.ts';
import { HeapBudgetError, requireHeap, trainingHeapBytes } from '../../src/train/heap-budget.ts';
import { exhaustive } from '../exhaustive.ts';
import { buildKernels, testCompiled } from '../native/fixtures.ts';
import { type TinyOptions, tinyConfig } from './tiny.ts';

const MIB = 2 ** 20;
const script = fileURLToPath(new URL('heap-growth.ts', import.meta.url));

type Case = [engine: 'wasm' | 'native', what: string, options: TinyOptions];

/** Each in a process of its own, which takes seconds. */
const always: Case[] = [
  ['native', 'a residual network of 20 layers', size('residual', 20, 16, 32, 64)],
  [
    'native',
    'a look into the blocks',
    { ...size('residual', 14, 16, 32, 128), probes: { measure: ['blocks'] } },
  ],
];
const further: Case[] = [
  [
    'native',
    'linear classifiers',
    { ...size('residual', 14, 16, 32, 4), probes: { measure: ['linear-classifiers'] } },
  ],
  ['wasm', 'a residual network of 20 layers', size('residual', 20, 16, 32, 16)],
  // Here evaluation needs more than training.
  ['wasm', 'a batch of four', size('residual', 8, 16, 32, 4)],
  ['wasm', 'projections everywhere', having(size('residual', 8, 16, 32, 24), { shortcut: 'C' })],
  ['wasm', 'gates', having(size('residual', 8, 16, 32, 24), { shortcut: 'gated' })],
  ['wasm', 'dropout of shortcuts', having(size('residual', 14, 16, 32, 24), { shortcut: 'dropout' })],
  ['native', 'gates', having(size('residual', 14, 16, 32, 32), { shortcut: 'gated' })],
  ['native', 'scaled shortcuts', having(size('residual', 14, 16, 32, 32), { shortcut: 'scaled' })],
  ['native', 'a plain network of 56 layers', size('plain', 56, 16, 32, 32)],
  ['native', 'a batch of four', size('residual', 8, 16, 32, 4)],
  ['native', 'projections everywhere', having(size('residual', 8, 16, 32, 128), { shortcut: 'C' })],
  // Evaluation, too, keeps what comes out of each block: of bottlenecks four times the filters.
  ['wasm', 'bottlenecks', having(size('residual', 29, 8, 32, 4), { block: 'bottleneck' })],
  ['native', 'bottlenecks', having(size('residual', 29, 16, 32, 4), { block: 'bottleneck' })],
  ['wasm', 'a network for ImageNet', imagenet(16, 32, 40)],
  ['native', 'a network for ImageNet', imagenet(24, 224, 4)],
  ['wasm', 'pre-activation', having(size('residual', 14, 16, 32, 24), { order: 'pre-activation' })],
  [
    'native',
    'bottlenecks with projections everywhere',
    having(size('residual', 29, 16, 32, 4), { block: 'bottleneck', shortcut: 'C' }),
  ],
  ['native', 'no batch normalisation', having(size('residual', 8, 16, 32, 100), { batchNorm: false })],
];

test.before(buildKernels);

for (const [engine, what, options] of exhaustive ? [...always, ...further] : always) {
  const testHere = engine === 'native' ? testCompiled : test.serial;
  testHere(`the estimate for ${engine} covers what ${what} takes, and not much more`, async t => {
    const config = tinyConfig(options);
    const estimate = trainingHeapBytes(config, engineById(engine));
    const args = ['--import=tsx', script, engine, JSON.stringify(config)];
    const measured = Number((await promisify(execFile)(process.execPath, args)).stdout);
    const text = `${Math.round(estimate / MIB)} MiB estimated, ${Math.round(measured / MIB)} MiB measured`;
    t.log(text);
    t.true(estimate >= measured, text);
    t.true(estimate <= 1.8 * measured, text);
  });
}

for (const engine of ['wasm', 'native'] as const) {
  test(`the estimate for ${engine} grows with everything that makes a run larger`, t => {
    // Large enough a batch that training takes more than evaluation.
    const base = size('residual', 20, 16, 32, 128);
    const estimate = (options: TinyOptions) => trainingHeapBytes(tinyConfig(options), engineById(engine));
    for (const larger of [
      { ...base, depth: 26 },
      size('residual', 20, 17, 32, 128),
      size('residual', 20, 16, 32, 129),
      having(base, { shortcut: 'B' }),
    ]) {
      t.true(estimate(larger) > estimate(base));
    }
    t.true(estimate(having(base, { shortcut: 'C' })) > estimate(having(base, { shortcut: 'B' })));
    t.true(estimate(size('plain', 20, 16, 32, 128)) < estimate(base));
    t.true(estimate(size('residual', 20, 16, 16, 128)) < estimate(base));
  });
}

test('linear classifiers count: they look at features of all images, between layers that are not fused then', t => {
  const native = engineById('native');
  const small = size('residual', 20, 16, 32, 8);
  const bytes = (linearClassifiers: boolean, testSize: number) =>
    trainingHeapBytes(
      tinyConfig({
        ...small,
        data: { ...small.data, testSize },
        ...(linearClassifiers && { probes: { measure: ['linear-classifiers' as const] } }),
      }),
      native,
    );
  t.true(bytes(true, 250) > bytes(false, 250));
  // Channels behind the stem and nine blocks, of test images twice.
  const features = 4 * 16 + 3 * 32 + 3 * 64;
  const grown = bytes(true, 9_000) - bytes(true, 8_000);
  t.is(Math.round(grown), Math.round(1.1 * 4 * 2 * 1_000 * features));
  t.is(bytes(false, 9_000), bytes(false, 8_000));
});

test('an optimizer that remembers more of each weight takes more', t => {
  const wide = size('plain', 8, 64, 16, 4);
  const bytes = (name: string) =>
    trainingHeapBytes(
      tinyConfig({ ...wide, recipe: { ...wide.recipe, optimizer: { name, options: {} } } }),
      engineById('wasm'),
    );
  t.true(bytes('adam') > bytes('momentum'));
});

test('where no batch is small enough, the message names none', t => {
  const { memoryLimit, ...wasm } = engineById('wasm');
  const error = t.throws(() => requireHeap('run', tinyConfig(), { ...wasm, memoryLimit: 1 }));
  t.regex(error!.message, /Lower --resolution or --width, or use/);
  t.is(memoryLimit, 4 * 2 ** 30);
});

test('the paper’s largest run fits on wasm with a batch smaller than its own, and the message says which', t => {
  const config = tinyConfig(size('residual', 110, 16, 32, 128));
  const error = t.throws(() => requireHeap('residual-110-s1-01234567', config, engineById('wasm')), {
    instanceOf: HeapBudgetError,
  });
  const { message } = error!;
  const needed = (trainingHeapBytes(config, engineById('wasm')) / 2 ** 30).toFixed(1);
  t.true(message.startsWith(`residual-110-s1-01234567 needs about ${needed} GiB`), message);
  t.true(message.includes('the engine wasm has at most 4.0 GiB'), message);
  t.regex(message, /--resolution or --width/);
  t.regex(message, /--engine tensorflow/);
  const fitting = Number(/--batch-size \(128\) to (\d+) or less/.exec(message)![1]);
  t.notThrows(() => requireHeap('', tinyConfig(size('residual', 110, 16, 32, fitting)), engineById('wasm')));
});

test('the paper’s largest run fits on native, and one of five times its images does not', t => {
  const fits = (batchSize: number) => () =>
    requireHeap('', tinyConfig(size('residual', 110, 16, 32, batchSize)), engineById('native'));
  t.notThrows(fits(128));
  t.throws(fits(5 * 128), { instanceOf: HeapBudgetError });
});

test('ResNet-50 fits on native with the ten images that it is to learn', t => {
  t.notThrows(() => requireHeap('', tinyConfig(imagenet(64, 224, 10)), engineById('native')));
});

test('a run that fits is let through', t => {
  t.notThrows(() => requireHeap('', tinyConfig(size('residual', 56, 8, 16, 64)), engineById('wasm')));
});

function size(
  kind: 'plain' | 'residual',
  depth: number,
  width: number,
  resolution: 16 | 32,
  batchSize: number,
): TinyOptions {
  return {
    kind,
    depth,
    network: { width },
    data: { resolution, testSize: 250 },
    recipe: { batchSize },
  };
}

/** ResNet-50 of another width, for few images. */
function imagenet(width: number, resolution: 32 | 224, batchSize: number): TinyOptions {
  return {
    depth: 50,
    network: { family: 'imagenet', block: 'bottleneck', shortcut: 'B', width },
    data: { resolution, trainSize: 40, trainEvalSize: 10, valSize: 10, testSize: 10 },
    recipe: { batchSize },
  };
}

function having(options: TinyOptions, network: Partial<RunConfig['network']>): TinyOptions {
  return { ...options, network: { ...options.network, ...network } };
}
