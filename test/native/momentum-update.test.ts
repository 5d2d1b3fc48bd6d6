import * as tf from '@tensorflow/tfjs';
import test from 'ava';
import { openEngine } from '../../src/engine/index.ts';
import { loadNativeAddon } from '../../src/engine/native-addon.ts';
import { addressOf, type WasmBackend } from '../../src/engine/wasm-heap.ts';
import { distance, normals } from '../ops/numbers.ts';
import { momentumOf } from '../optimizers/momentum-of.ts';
import { at, callsOn } from './calls.ts';
import { buildKernels, testCompiled } from './fixtures.ts';

test.before(buildKernels);

const RATE = 0.1;
const MOMENTUM = 0.9;
const WEIGHT_DECAY = 0.01;
const rule = { rate: RATE, momentum: MOMENTUM, weightDecay: WEIGHT_DECAY };

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
    const updates = guarded.map((tensors, i) => {
      const inside = (tensor: tf.Tensor) => at(addressOf(backend, tensor) + 4 * GUARD.length, sizes[i]!);
      const { weight, velocity, gradient } = tensors;
      return { weight: inside(weight), velocity: inside(velocity), gradient: inside(gradient) };
    });
    calls.run('momentumUpdate', { ...rule, updates });

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
    const [w, v, g] = [weight!, velocity!, gradient!].map(tensor => at(addressOf(backend, tensor), 5));
    const updates = Array(1000).fill({ weight: w!, velocity: v!, gradient: g! });
    calls.run('momentumUpdate', { rate: 0.001, momentum: 0, weightDecay: 0, updates });
  };
  step();
  t.true(Math.abs(weight!.dataSync()[4]! - -1) < 1e-3);
  const before = backend.wasm.HEAPU8.length;
  tf.zeros([before / 4]).dispose();
  t.true(backend.wasm.HEAPU8.length > before);
  step();
  t.true(Math.abs(weight!.dataSync()[4]! - -3) < 1e-3);
});

for (const [what, size, offsets, message] of [
  ['that begins behind the heap', 4, [0, 0, 4294967280], /gradient has 4 values from byte 4294967280 on/],
  ['that ends behind the heap', 2 ** 30, [0, 0, 0], / has 1073741824 values from byte 0 on/],
  ['between two floats', 4, [0, 2, 0], /velocity must start at a multiple of 4 bytes, got 2/],
  ['of a negative size', -1, [0, 0, 0], /^momentumUpdate: count must be 0 or more, got -1/],
] as const) {
  testCompiled(`a tensor ${what} is refused before anything is written`, async t => {
    await openEngine('native');
    const { calls, backend } = open();
    const { buffer } = backend.wasm.HEAPU8;
    const before = Buffer.from(buffer.slice(0));
    const ours = tf.ones([4]);
    const one = at(addressOf(backend, ours), 4);
    const [weight, velocity, gradient] = offsets.map(offset => at(offset, size));
    const updates = [
      { weight: one, velocity: one, gradient: one },
      { weight: weight!, velocity: velocity!, gradient: gradient! },
    ];
    t.throws(() => calls.run('momentumUpdate', { ...rule, updates }), {
      instanceOf: RangeError,
      message,
    });
    t.deepEqual([...ours.dataSync()], [1, 1, 1, 1]);
    t.true(before.subarray(0, 64).equals(Buffer.from(buffer, 0, 64)));
  });
}

testCompiled('more numbers than there are cannot be read, and nothing runs without a heap', t => {
  const addon = loadNativeAddon();
  const reals = [RATE, MOMENTUM, WEIGHT_DECAY];
  addon.setArguments(Int32Array.of(1, 1, 0, 0).buffer, Float64Array.from(reals).buffer);
  addon.setHeap(new ArrayBuffer(64));
  t.throws(() => addon.momentumUpdate(), {
    instanceOf: RangeError,
    message: 'momentumUpdate: gradient is missing: there are no more than 4 integers',
  });
  addon.setArguments(Int32Array.of(0).buffer, Float64Array.of(1).buffer);
  t.throws(() => addon.momentumUpdate(), {
    instanceOf: RangeError,
    message: /: momentum is missing: .* 1 real numbers/,
  });
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
  return { backend, calls: callsOn(loadNativeAddon(), backend.wasm) };
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
