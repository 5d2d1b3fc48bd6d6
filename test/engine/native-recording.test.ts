import * as tf from '@tensorflow/tfjs';
import test from 'ava';
import { fusedConvolution, fusedRecording } from '../../src/engine/fused-kernels.ts';
import type { Recording } from '../../src/engine/kernels.ts';
import { loadNativeAddon } from '../../src/engine/native-addon.ts';
import { callsOn } from '../native/calls.ts';
import { buildKernels, testCompiled } from '../native/fixtures.ts';
import { normals, on } from '../ops/numbers.ts';

test.before(buildKernels);

const SHAPE = [2, 8, 8, 4] as const;

testCompiled('calls that are replayed compute on what variables and inputs are by then', async t => {
  await on('native', () => {
    const filter = tf.variable(filterOf(1));
    const [first, second] = [mapsOf(1), mapsOf(2)];
    const { recording, y } = record(first, [filter, filter]);
    const replay = recording.compile([y])!;
    filter.assign(filterOf(2));
    for (const x of [second, first, second]) {
      replay.run(0, x);
      const made = tf.tidy(() => convolve(x, [filter, filter]).dataSync().slice());
      t.deepEqual(replay.results[0]!.dataSync().slice(), made);
    }
  });
});

testCompiled('a replay works in a heap that has grown since', async t => {
  await on('native', () => {
    const filter = tf.variable(filterOf(1));
    const x = mapsOf(1);
    const { recording, y } = record(x, [filter]);
    const expected = y.dataSync().slice();
    const replay = recording.compile([y])!;
    const before = heapOf().buffer;
    const filling: tf.Tensor[] = [];
    while (heapOf().buffer === before) filling.push(tf.zeros([1 << 22]));
    replay.run(0, x);
    t.deepEqual(replay.results[0]!.dataSync().slice(), expected);
    tf.dispose(filling);
  });
});

testCompiled(
  'what calls make and use up shares memory, and nothing stays when a replay is disposed',
  async t => {
    await on('native', () => {
      const filters = Array.from({ length: 6 }, (_, i) => tf.variable(filterOf(i)));
      const x = mapsOf(1);
      const inHeap = () => (tf.backend() as unknown as { numDataIds(): number }).numDataIds();
      const before = [inHeap(), tf.memory().numTensors];
      const { recording, y } = record(x, filters);
      y.dispose();
      t.deepEqual([inHeap(), tf.memory().numTensors], before);
      const replay = recording.compile([y])!;
      // Two that take turns, and the result.
      t.is(inHeap(), before[0]! + 3);
      replay.dispose();
      t.deepEqual([inHeap(), tf.memory().numTensors], before);
    });
  },
);

testCompiled('a constant is kept for as long as it is needed', async t => {
  await on('native', () => {
    const constant = filterOf(1);
    const x = mapsOf(1);
    const { recording, y } = record(x, [constant], made => made.constant(constant));
    const expected = y.dataSync().slice();
    const { numTensors } = tf.memory();
    constant.dispose();
    const replay = recording.compile([y])!;
    replay.run(0, x);
    t.deepEqual(replay.results[0]!.dataSync().slice(), expected);
    replay.dispose();
    // Neither the constant nor the recording's own copy.
    t.is(tf.memory().numTensors, numTensors - 2);
  });
});

testCompiled('calls between which something else computes cannot be replayed, and leave nothing', async t => {
  await on('native', () => {
    const filter = tf.variable(filterOf(1));
    const constant = filterOf(2);
    const x = mapsOf(1);
    const other = mapsOf(2);
    const { numTensors } = tf.memory();
    const between = (maps: tf.Tensor4D) => tf.add(maps, 1) as tf.Tensor4D;
    const recordings = {
      'a sum between two': record(x, [filter, filter], () => {}, between),
      'a sum behind the last': record(x, [filter], () => {}, between),
      'a filter that is no variable': record(x, [constant], made => made.constant(tf.scalar(1))),
      'an input that was not given': record(other, [filter], () => {}, undefined, x),
    };
    for (const [what, { recording, y }] of Object.entries(recordings)) {
      t.is(recording.compile([y]), null, what);
      y.dispose();
    }
    // The scalar.
    t.is(tf.memory().numTensors, numTensors + 1);
  });
});

testCompiled('only one recording is made at a time, and one that fails ends', async t => {
  await on('native', () => {
    const x = mapsOf(1);
    const recording = fusedRecording();
    t.throws(() => recording.part(x, () => fusedRecording().part(x, () => {})), {
      message: 'native calls are being recorded already; end that first',
    });
    t.notThrows(() => fusedRecording().part(x, () => {}));
  });
});

testCompiled('what is replayed is checked as calls are', t => {
  const calls = callsOn(loadNativeAddon(), { HEAPU8: new Uint8Array(64) });
  const replay = (...integers: number[]) => calls.replay(Int32Array.from(integers), new Float64Array(0));
  t.notThrows(() => replay(0));
  const refused: [integers: number[], message: RegExp][] = [
    [[1, 999], /^replay: kernel must be below \d+, got 999$/],
    [[1], /^replay: kernel is missing/],
    [[-1], /^replay: calls must be 0 or more, got -1$/],
    // The first kernel of the table sets the number of threads.
    [[1, 0, 0], /^setThreads: threads must be 1 or more, got 0$/],
    [[2, 0, 1, 0], /^setThreads: threads is missing/],
  ];
  for (const [integers, message] of refused)
    t.throws(() => replay(...integers), { instanceOf: RangeError, message });
});

function record(
  x: tf.Tensor4D,
  filters: readonly tf.Tensor4D[],
  tell: (recording: Recording) => void = () => {},
  between?: (maps: tf.Tensor4D) => tf.Tensor4D,
  given = x,
) {
  const recording = fusedRecording();
  tell(recording);
  const y = recording.part(given, () => tf.tidy(() => convolve(x, filters, between)));
  return { recording, y };
}

/** Convolutions one after the other; their sum comes back after each but the first, if asked for. */
function convolve(
  x: tf.Tensor4D,
  filters: readonly tf.Tensor4D[],
  between = (maps: tf.Tensor4D) => maps,
): tf.Tensor4D {
  return filters.reduce((maps, filter) => between(fusedConvolution(maps, null, filter, 1, false).y), x);
}

function mapsOf(seed: number): tf.Tensor4D {
  return tf.tensor4d(Float32Array.from(normals(512, seed, 'maps')), [...SHAPE]);
}

function filterOf(seed: number): tf.Tensor4D {
  return tf.tensor4d(Float32Array.from(normals(144, seed, 'filter')), [3, 3, 4, 4]);
}

function heapOf(): Uint8Array {
  return (tf.backend() as unknown as { wasm: { HEAPU8: Uint8Array } }).wasm.HEAPU8;
}
