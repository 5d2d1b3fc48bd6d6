import test from 'ava';
import type { RunEngine } from '../../src/arithmetic/index.ts';
import { shareCores } from '../../src/suite/prepare.ts';

const native: RunEngine = {
  name: 'native',
  device: 'cpu',
  threads: 1,
  arithmetic: 'native-avx512-01234567',
  versions: {},
};

/** Runs at a time, and threads of each, for `runs` on 8 cores. */
function shared(
  engine: RunEngine,
  options: Parameters<typeof shareCores>[1],
  runs: number,
): [number, number] {
  const { workers, threads } = shareCores(engine, options, runs, 8);
  return [workers, threads];
}

test('every core takes a run; where there are fewer runs, native gives each more threads', t => {
  t.deepEqual(shared(native, {}, 18), [8, 1]);
  t.deepEqual(shared(native, {}, 3), [8, 2]);
  t.deepEqual(shared(native, {}, 1), [8, 8]);
  t.deepEqual(shared({ ...native, name: 'wasm' }, {}, 1), [8, 1]);
});

test('runs of several threads share the cores, and never none', t => {
  t.deepEqual(shared({ ...native, threads: 4 }, { threads: 4 }, 18), [2, 4]);
  t.deepEqual(shared({ ...native, threads: 3 }, { threads: 3 }, 18), [2, 3]);
  t.deepEqual(shared({ ...native, threads: 20 }, { threads: 20 }, 18), [1, 20]);
});

test('what was asked for is done, be it more than there are cores', t => {
  t.deepEqual(shared(native, { workers: 16 }, 18), [16, 1]);
  t.deepEqual(shared({ ...native, threads: 2 }, { workers: 8, threads: 2 }, 18), [8, 2]);
});

test('a GPU takes one run at a time', t => {
  t.deepEqual(shared({ ...native, name: 'tensorflow', device: 'gpu' }, {}, 18), [1, 1]);
});
