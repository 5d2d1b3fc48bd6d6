import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import test from 'ava';
import { WASM_HEAP_BYTES } from '../../src/engine/limits.ts';
import { HeapBudgetError, requireHeap, trainingHeapBytes } from '../../src/train/heap-budget.ts';
import { type TinyOptions, tinyConfig } from './tiny.ts';

const MIB = 2 ** 20;
const script = fileURLToPath(new URL('heap-growth.ts', import.meta.url));

const runs: [what: string, options: TinyOptions][] = [
  ['a residual network of 20 layers', size('residual', 20, 16, 32, 16)],
  // Here evaluation needs more than training.
  ['a batch of four', size('residual', 8, 16, 32, 4)],
  ['projections everywhere', { ...size('residual', 8, 16, 32, 24), network: { width: 16, shortcut: 'C' } }],
];

for (const [what, options] of runs) {
  test.serial(`the estimate covers what ${what} takes, and not much more`, async t => {
    const config = tinyConfig(options);
    const estimate = trainingHeapBytes(config);
    const args = ['--import=tsx', script, JSON.stringify(config)];
    const measured = Number((await promisify(execFile)(process.execPath, args)).stdout);
    const text = `${Math.round(estimate / MIB)} MiB estimated, ${Math.round(measured / MIB)} MiB measured`;
    t.log(text);
    t.true(estimate >= measured, text);
    t.true(estimate <= 1.6 * measured, text);
  });
}

test('the estimate grows with everything that makes a run larger', t => {
  const base = size('residual', 20, 16, 32, 32);
  const estimate = (options: TinyOptions) => trainingHeapBytes(tinyConfig(options));
  for (const larger of [
    { ...base, depth: 26 },
    size('residual', 20, 17, 32, 32),
    size('residual', 20, 16, 32, 33),
  ]) {
    t.true(estimate(larger) > estimate(base));
  }
  t.true(estimate(size('plain', 20, 16, 32, 32)) < estimate(base));
  t.true(estimate(size('residual', 20, 16, 16, 32)) < estimate(base));
});

test('the paper’s largest run fits a batch smaller than its own, and the message says which', t => {
  const config = tinyConfig(size('residual', 110, 16, 32, 128));
  const error = t.throws(() => requireHeap('residual-110-s1-01234567', config, 'native', WASM_HEAP_BYTES), {
    instanceOf: HeapBudgetError,
  });
  const { message } = error!;
  const needed = (trainingHeapBytes(config) / 2 ** 30).toFixed(1);
  t.true(message.startsWith(`residual-110-s1-01234567 needs about ${needed} GiB`), message);
  t.true(message.includes('the engine native has at most 4.0 GiB'), message);
  t.regex(message, /--resolution or --width/);
  t.regex(message, /--engine tensorflow/);
  const fitting = Number(/--batch-size \(128\) to (\d+) or less/.exec(message)![1]);
  t.notThrows(() =>
    requireHeap('', tinyConfig(size('residual', 110, 16, 32, fitting)), 'wasm', WASM_HEAP_BYTES),
  );
});

test('a run that fits is let through', t => {
  t.notThrows(() => requireHeap('', tinyConfig(size('residual', 56, 8, 16, 64)), 'wasm', WASM_HEAP_BYTES));
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
