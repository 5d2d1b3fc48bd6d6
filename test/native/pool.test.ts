import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import test from 'ava';
import { buildFolder, fileNames } from '../../native/record.ts';
import { loadNativeAddon, type NativeAddon } from '../../src/engine/native-addon.ts';
import { at, callsOn } from './calls.ts';
import { buildKernels, testCompiled } from './fixtures.ts';

test.before(buildKernels);

/** A border of zeros around an image of one pixel, as wide as this, takes more bytes than any processor can address. */
const VAST_BORDER = 2 ** 24;

const onePixel = {
  batchSize: 1,
  inHeight: 1,
  inWidth: 1,
  inChannels: 1,
  outHeight: 1,
  outWidth: 1,
  outChannels: 1,
  filterHeight: 1,
  filterWidth: 1,
  strideHeight: 1,
  strideWidth: 1,
};

for (const threads of [1, 3]) {
  testCompiled(
    `scratch memory that the system has not is an error which names it, and the next call computes, on threads: ${threads}`,
    t => {
      const addon = loadNativeAddon();
      const values = Float32Array.of(3, 5, 0, 0);
      const calls = callsOn(addon, { HEAPU8: new Uint8Array(values.buffer) });
      calls.run('setThreads', { threads });
      const convolve = (border: number) =>
        calls.run('convolution', {
          sizes: { ...onePixel, padInfo: { top: border, left: border } },
          x: at(0, 1),
          norm: null,
          filter: at(4, 1),
          y: at(8, 1),
          statistics: null,
        });
      t.throws(() => convolve(VAST_BORDER), {
        instanceOf: Error,
        message:
          /^convolution asked for 1\d{15} bytes of scratch memory, which this machine does not have; use a smaller batch/,
      });
      t.is(values[2], 0);
      convolve(0);
      t.is(values[2], 15);
    },
  );
}

testCompiled('each thread of JavaScript that loads the kernels has its own threads and memory', async t => {
  const binary = join(buildFolder(), fileNames.binary);
  const started = new SharedArrayBuffer(4);
  // Neither stops before both have computed a while at the same time.
  const other = new Worker(
    `const { workerData } = require('node:worker_threads'); (${sumUp})(require(workerData.binary), workerData.started, 2)`,
    {
      eval: true,
      workerData: { binary, started },
    },
  );
  const ended = new Promise((resolve, reject) => other.once('exit', resolve).once('error', reject));
  const addon = loadNativeAddon();
  sumUp(addon, started, 3);
  t.is(await ended, 0);
  // What the other thread had is gone with it.
  sumUp(addon, started, 1);
  t.pass();
});

/**
 * Adds tensors, over and over, until as much was done while another thread did the same. Stands alone: a thread is
 * given its text.
 *
 * @throws Error where a sum is wrong
 */
function sumUp(addon: NativeAddon, started: SharedArrayBuffer, threads: number): void {
  const COUNT = 2 ** 17;
  const ROUNDS = 50;
  const heap = new Float32Array(3 * COUNT);
  addon.setHeap(heap.buffer);
  addon.setArguments(Int32Array.of(threads).buffer, new ArrayBuffer(0));
  addon.setThreads();
  addon.setArguments(Int32Array.of(COUNT, 0, 4 * COUNT, 8 * COUNT).buffer, new ArrayBuffer(0));
  const begun = new Int32Array(started);
  Atomics.add(begun, 0, 1);
  Atomics.notify(begun, 0);
  Atomics.wait(begun, 0, 1);
  for (let round = 1; round <= ROUNDS; round++) {
    heap
      .fill(round, 0, COUNT)
      .fill(threads, COUNT, 2 * COUNT)
      .fill(0, 2 * COUNT);
    addon.add();
    const wrong = heap.subarray(2 * COUNT).findIndex(sum => sum !== round + threads);
    if (wrong >= 0)
      throw new Error(`value ${wrong} of round ${round} on ${threads} threads is ${heap[2 * COUNT + wrong]}`);
  }
}
