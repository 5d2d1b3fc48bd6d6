import * as tf from '@tensorflow/tfjs';
import test from 'ava';
import { openEngine } from '../../src/engine/index.ts';
import { wasmHeapBytes } from '../../src/engine/wasm.ts';

test.serial('wasm says what it is, with its versions', async t => {
  const { name, device, threads, versions } = await openEngine('wasm', 2);
  t.deepEqual({ name, device, threads }, { name: 'wasm', device: 'cpu', threads: 1 });
  t.is(tf.getBackend(), 'wasm');
  t.is(versions.node, process.versions.node);
  t.is(versions['@tensorflow/tfjs'], '4.22.0');
  t.is(versions['@tensorflow/tfjs-backend-wasm'], '4.22.0');
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
