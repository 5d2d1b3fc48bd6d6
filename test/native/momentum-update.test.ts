import * as tf from '@tensorflow/tfjs';
import test from 'ava';
import { openEngine } from '../../src/engine/index.ts';
import { loadNativeAddon } from '../../src/engine/native-addon.ts';
import { NativeCalls } from '../../src/engine/native-calls.ts';
import { addressOf, type WasmBackend } from '../../src/engine/wasm-heap.ts';
import { distance, normals } from '../ops/numbers.ts';
import { momentumOf } from '../optimizers/momentum-of.ts';
import { buildKernels, testCompiled } from './fixtures.ts';

test.before(buildKernels);

const RATE = 0.1;
const MOMENTUM = 0.9;
const WEIGHT_DECAY = 0.01;
const reals = [RATE, MOMENTUM, WEIGHT_DECAY];

testCompiled(
  'one call updates parameters of any size as the optimizer does, and nothing beside them',
  async t => {
    await openEngine('native');
    const { calls, backend } = open();
    // Around every vector's length, from below one to several.
    const sizes = [1, 3, 4, 5, 15, 16, 17, 33, 432, 1000];
    const parameters = sizes.map(size => {
      const [weight, velocity, gradient] = ['weight', 'velocity', 'gradient'].map(name =>
        Float32Array.from(normals(size, 1, name)),
      );
      return { size, weight: weight!, velocity: velocity!, gradient: gradient! };
    });
    const guarded = parameters.map(({ weight, velocity, gradient }) => ({
      weight: withGuards(weight),
      velocity: withGuards(velocity),
      gradient: withGuards(gradient),
    }));
    const table = guarded.flatMap(({ weight, velocity, gradient }, i) => [
      sizes[i]!,
      ...[weight, velocity, gradient].map(tensor => addressOf(backend, tensor) + 4 * GUARD.length),
    ]);
    run(calls, [sizes.length, ...table], reals);

    // The reference: composed of the wasm backend's kernels, on the same heap.
    await tf.setBackend('wasm');
    const weights = new Map(
      parameters.map(({ size, weight }) => [`w${size}`, tf.variable(tf.tensor1d(weight))]),
    );
    const optimizer = momentumOf(weights, MOMENTUM);
    for (const { size, velocity } of parameters)
      optimizer.state.get(`velocity/w${size}`)!.assign(tf.tensor1d(velocity));
    optimizer.step(
      new Map(parameters.map(({ size, gradient }) => [`w${size}`, tf.tensor1d(gradient)])),
      RATE,
      WEIGHT_DECAY,
    );
    guarded.forEach(({ weight, velocity, gradient }, i) => {
      const name = `w${sizes[i]}`;
      t.true(distance(withoutGuards(t, weight), weights.get(name)!.dataSync()) < 1e-6, name);
      t.true(
        distance(withoutGuards(t, velocity), optimizer.state.get(`velocity/${name}`)!.dataSync()) < 1e-6,
        name,
      );
      t.deepEqual(withoutGuards(t, gradient), parameters[i]!.gradient);
    });
  },
);

testCompiled('many parameters, and a heap that grew since the last call, are no matter', async t => {
  await openEngine('native');
  const { calls, backend } = open();
  const [weight, velocity, gradient] = [1, 0, 2].map(value => tf.fill([5], value));
  const step = () => {
    const one = [5, ...[weight!, velocity!, gradient!].map(tensor => addressOf(backend, tensor))];
    run(calls, [1000, ...Array.from({ length: 1000 }, () => one).flat()], [0.001, 0, 0]);
  };
  step();
  t.true(Math.abs(weight!.dataSync()[4]! - -1) < 1e-3);
  const before = backend.wasm.HEAPU8.length;
  tf.zeros([before / 4]).dispose();
  t.true(backend.wasm.HEAPU8.length > before);
  step();
  t.true(Math.abs(weight!.dataSync()[4]! - -3) < 1e-3);
});

for (const [what, integers, message] of [
  ['that begins behind the heap', [1, 4, 0, 0, 4294967280], /gradient has 4 values from byte 4294967280 on/],
  ['that ends behind the heap', [1, 2 ** 30, 0, 0, 0], /weight has 1073741824 values from byte 0 on/],
  ['between two floats', [1, 4, 0, 2, 0], /velocity must start at a multiple of 4 bytes, got 2/],
  ['of a negative size', [1, -1, 0, 0, 0], /the number of values must be 0 or more, got -1/],
] as const) {
  testCompiled(`a tensor ${what} is refused before anything is written`, async t => {
    await openEngine('native');
    const { calls, backend } = open();
    const { buffer } = backend.wasm.HEAPU8;
    const before = Buffer.from(buffer.slice(0));
    const ours = tf.ones([4]);
    const valid = [4, ...[ours, ours, ours].map(tensor => addressOf(backend, tensor))];
    t.throws(() => run(calls, [2, ...valid, ...integers.slice(1)], reals), {
      instanceOf: RangeError,
      message,
    });
    t.deepEqual([...ours.dataSync()], [1, 1, 1, 1]);
    t.true(before.subarray(0, 64).equals(Buffer.from(buffer, 0, 64)));
  });
}

testCompiled('more numbers than there are cannot be read, and nothing runs without a heap', t => {
  const addon = loadNativeAddon();
  addon.setArguments(Int32Array.of(1, 1, 0, 0).buffer, Float64Array.from(reals).buffer);
  addon.setHeap(new ArrayBuffer(64));
  t.throws(() => addon.momentumUpdate(), {
    instanceOf: RangeError,
    message: /reads more integers than the 4/,
  });
  addon.setArguments(Int32Array.of(0).buffer, Float64Array.of(1).buffer);
  t.throws(() => addon.momentumUpdate(), { instanceOf: RangeError, message: /more real numbers than the 1/ });
  const heap = new ArrayBuffer(64);
  addon.setArguments(Int32Array.of(0).buffer, Float64Array.from(reals).buffer);
  addon.setHeap(heap);
  t.notThrows(() => addon.momentumUpdate());
  structuredClone(heap, { transfer: [heap] });
  t.throws(() => addon.momentumUpdate(), { message: /call setHeap and setArguments/ });
  t.throws(() => addon.setHeap(new Uint8Array(4) as unknown as ArrayBuffer), { instanceOf: TypeError });
});

const GUARD = [7, 7, 7, 7, 7];

function open() {
  const backend = tf.backend() as unknown as WasmBackend;
  return { backend, calls: new NativeCalls(loadNativeAddon(), backend) };
}

function run(calls: NativeCalls, integers: readonly number[], numbers: readonly number[]): void {
  for (const integer of integers) calls.integer(integer);
  for (const number of numbers) calls.real(number);
  calls.run('momentumUpdate');
}

function withGuards(values: Float32Array): tf.Tensor {
  return tf.tensor1d([...GUARD, ...values, ...GUARD]);
}

function withoutGuards(
  t: { deepEqual(actual: unknown, expected: unknown): void },
  tensor: tf.Tensor,
): Float32Array {
  const all = tensor.dataSync() as Float32Array;
  t.deepEqual([...all.subarray(0, GUARD.length)], GUARD);
  t.deepEqual([...all.subarray(-GUARD.length)], GUARD);
  return all.slice(GUARD.length, -GUARD.length);
}
