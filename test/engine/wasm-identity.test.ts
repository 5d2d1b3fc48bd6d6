import * as tf from '@tensorflow/tfjs';
import test from 'ava';
import { wasmHeapBytes } from '../../src/engine/wasm.ts';
import { openWasmFromFiles } from '../../src/engine/wasm-files.ts';

test.before(() => openWasmFromFiles());

test('a clone shares the data of its original and outlives it', t => {
  const original = tf.tensor1d([1, 2, 3]);
  const clone = original.clone();
  t.is(clone.dataId, original.dataId);
  original.dispose();
  t.deepEqual([...clone.dataSync()], [1, 2, 3]);
  clone.dispose();
});

test('an original outlives its clone', t => {
  const original = tf.tensor1d([1, 2, 3]);
  original.clone().dispose();
  t.deepEqual([...original.dataSync()], [1, 2, 3]);
});

test('data is freed with its last owner', t => {
  const { numDataBuffers } = tf.memory();
  const original = tf.tensor1d([1, 2, 3]);
  const owners = [original, original.clone(), original.cast('float32'), original.reshape([3, 1])];
  t.is(tf.memory().numDataBuffers, numDataBuffers + 1);
  tf.dispose(owners);
  t.is(tf.memory().numDataBuffers, numDataBuffers);
});

test('a variable that is assigned to leaves earlier clones as they were', t => {
  const variable = tf.variable(tf.tensor1d([1, 2]));
  const before = variable.clone();
  variable.assign(tf.tensor1d([3, 4]));
  t.deepEqual([...before.dataSync()], [1, 2]);
  t.deepEqual([...variable.dataSync()], [3, 4]);
});

test('a cast to another type still converts', t => {
  const original = tf.tensor1d([1.7, -2.2, 0]);
  t.deepEqual([...original.cast('int32').dataSync()], [1, -2, 0]);
  t.is(original.cast('float32').dataId, original.dataId);
});

test('a hundred clones of a large tensor take no memory', t => {
  const large = tf.zeros([4 * 2 ** 20]);
  const before = wasmHeapBytes();
  const clones = Array.from({ length: 100 }, () => large.clone());
  t.is(wasmHeapBytes(), before);
  tf.dispose([large, ...clones]);
});
