import * as tf from '@tensorflow/tfjs';
import test from 'ava';
import { openEngine } from '../../src/engine/index.ts';
import { wasmHeapBytes } from '../../src/engine/wasm.ts';
import { addressOf, type WasmBackend } from '../../src/engine/wasm-heap.ts';
import { buildKernels, testCompiled } from '../native/fixtures.ts';

test.before(buildKernels);

test.serial('wasm says what it is, with its versions', async t => {
  const { name, device, threads, versions } = await openEngine('wasm', 2);
  t.deepEqual({ name, device, threads }, { name: 'wasm', device: 'cpu', threads: 1 });
  t.is(tf.getBackend(), 'wasm');
  t.is(versions.node, process.versions.node);
  t.is(versions['@tensorflow/tfjs'], '4.22.0');
  t.is(versions['@tensorflow/tfjs-backend-wasm'], '4.22.0');
});

testCompiled('native says what it is, and for which processor its kernels were compiled', async t => {
  const { name, device, versions } = await openEngine('native');
  t.deepEqual({ name, device }, { name: 'native', device: 'cpu' });
  t.is(tf.getBackend(), 'native');
  t.regex(versions.kernels!, /^(avx512|avx2|neon|baseline)$/);
  t.is(versions['@tensorflow/tfjs-backend-wasm'], '4.22.0');
});

testCompiled('native and wasm share one heap: tensors of the one are used by the other in place', async t => {
  await openEngine('wasm');
  const x = tf.tensor1d([1, 2]);
  const address = () => addressOf(tf.backend() as unknown as WasmBackend, x);
  const before = address();
  await openEngine('native');
  t.deepEqual([...tf.mul(x, 3).dataSync()], [3, 6]);
  t.is(address(), before);
  t.true(wasmHeapBytes() > 0);
  await openEngine('wasm');
  t.is(address(), before);
  t.deepEqual([...x.dataSync()], [1, 2]);
});

testCompiled('native has every kernel that wasm has, opened as often as one likes', async t => {
  await openEngine('native');
  await openEngine('native');
  const names = (backend: string) => tf.getKernelsForBackend(backend).map(({ kernelName }) => kernelName);
  for (const name of names('wasm')) t.true(names('native').includes(name), name);
});

test.serial('cpu is the pure-JavaScript backend', async t => {
  t.is((await openEngine('cpu')).name, 'cpu');
  t.is(tf.getBackend(), 'cpu');
});

test.serial('engines can be changed for one another, and tensors go with them', async t => {
  await openEngine('wasm');
  const x = tf.tensor1d([1, 2]);
  await openEngine('cpu');
  const doubled = tf.mul(x, 2);
  await openEngine('wasm');
  t.deepEqual([...tf.add(doubled, 1).dataSync()], [3, 5]);
});

test.serial('the wasm heap grows, and its size is known', async t => {
  await openEngine('wasm');
  const before = wasmHeapBytes();
  tf.tidy(() => {
    tf.zeros([before / 4]);
  });
  t.true(wasmHeapBytes() > before);
});

test.serial('opening wasm leaves nobody listening for uncaught errors', async t => {
  await openEngine('wasm');
  t.false(process.listeners('uncaughtException').some(listener => String(listener).includes('ExitStatus')));
});
