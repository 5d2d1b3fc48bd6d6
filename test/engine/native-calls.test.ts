import test from 'ava';
import type { NativeAddon } from '../../src/engine/native-addon.ts';
import type { NativeCalls } from '../../src/engine/native-calls.ts';
import { at, callsOn } from '../native/calls.ts';

test('arguments are written in the order of the table, whatever the order they are passed in', t => {
  const { calls, integers } = recorded();
  calls.run('multiplyMatrices', {
    product: at(64),
    b: at(48),
    a: at(32),
    transposeB: true,
    transposeA: false,
    columns: 5,
    inner: 4,
    rows: 3,
    batch: 2,
  });
  t.deepEqual(integers(9), [2, 3, 4, 5, 0, 1, 32, 48, 64]);
});

test('a list begins with its length; the number of values is told of a tensor; reals are apart', t => {
  const { calls, integers, reals } = recorded();
  const pairs = [
    { moving: at(0, 6), fresh: at(24, 6) },
    { moving: at(48, 2, 3, 4), fresh: at(144, 2, 3, 4) },
  ];
  calls.run('movingAverage', { pairs, rate: 0.25 });
  t.deepEqual(integers(7), [2, 6, 0, 24, 24, 48, 144]);
  t.deepEqual(reals(1), [0.25]);
});

test('what is left out is a 0, what is not follows a 1', t => {
  const { calls, integers, reals } = recorded();
  const sizes = { batch: 1, pixels: 2, channels: 3 };
  const norm = {
    ...{ mean: at(4, 3), variance: at(8, 3), scale: at(12, 3), offset: at(16, 3) },
    ...{ relu: true, epsilon: 1e-3, varianceFactor: 2 },
  };
  const without = { sizes, x: at(20, 6), norm, y: at(24, 6), shortcut: null };
  calls.run('normalise', without);
  t.deepEqual(integers(11), [1, 2, 3, 20, 1, 4, 8, 12, 16, 24, 0]);
  t.deepEqual(reals(2), [1e-3, 2]);
  calls.run('normalise', { ...without, shortcut: at(28, 6) });
  t.deepEqual(integers(12), [1, 2, 3, 20, 1, 4, 8, 12, 16, 24, 1, 28]);
});

test('a call with a missing, a wrong or an unknown argument does not compile', t => {
  // Not called: the compiler of TypeScript refuses what is marked, and a mark where it would not.
  const misuses = (calls: NativeCalls) => {
    const [a, b, sum] = [at(0, 1), at(4, 1), at(8, 1)];
    // @ts-expect-error An argument is missing.
    calls.run('add', { a, b });
    // @ts-expect-error One is of another kind.
    calls.run('add', { a, b, sum: 8 });
    // @ts-expect-error The kernel has no such argument.
    calls.run('add', { a, b, sum, scale: 1 });
    // @ts-expect-error There is no such kernel.
    calls.run('subtract', { a, b, sum });
  };
  t.is(misuses.length, 1);
});

/** Calls of no kernel at all; `integers(3)` are the first three that were written for the last one. */
function recorded() {
  let blocks: ArrayBuffer[] = [];
  const noKernel = () => {};
  const addon = {
    setHeap: noKernel,
    setArguments: (...given: ArrayBuffer[]) => {
      blocks = given;
    },
    multiplyMatrices: noKernel,
    movingAverage: noKernel,
    normalise: noKernel,
  } as unknown as NativeAddon;
  return {
    calls: callsOn(addon, { HEAPU8: new Uint8Array(64) }),
    integers: (count: number) => [...new Int32Array(blocks[0]!, 0, count)],
    reals: (count: number) => [...new Float64Array(blocks[1]!, 0, count)],
  };
}
