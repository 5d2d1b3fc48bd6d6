import * as tf from '@tensorflow/tfjs';
import test from 'ava';
import { clockKernels } from '../../bench/kernel-clock.ts';
import { openEngine } from '../../src/engine/index.ts';

test.before(() => openEngine('cpu'));

test('kernels that run are listed with their time, and put back as they were', t => {
  const before = tf.getKernel('Add', 'cpu');
  const started = performance.now();
  const seconds = clockKernels(() => tf.tidy(() => void tf.square(tf.add(tf.ones([1000]), 1))));
  const wall = (performance.now() - started) / 1000;
  t.true(seconds.Add! > 0 && seconds.Square! > 0);
  t.false('Conv2D' in seconds);
  t.true(Object.values(seconds).reduce((sum, part) => sum + part) <= wall);
  t.is(tf.getKernel('Add', 'cpu'), before);
});

test('a kernel that runs another counts for it', t => {
  tf.registerKernel({
    kernelName: 'Outer',
    backendName: 'cpu',
    kernelFunc: ({ inputs }) => tf.square(tf.tidy(() => tf.add(inputs.x as tf.Tensor, 1))),
  });
  t.teardown(() => tf.unregisterKernel('Outer', 'cpu'));
  const x = tf.ones([10]);
  const seconds = clockKernels(() => tf.dispose(tf.engine().runKernel('Outer', { x })));
  t.true(seconds.Outer! > 0);
  t.false('Add' in seconds || 'Square' in seconds);
});

test('kernels are put back after an error', t => {
  const before = tf.getKernel('Add', 'cpu');
  t.throws(
    () =>
      clockKernels(() => {
        throw new Error('stop');
      }),
    { message: 'stop' },
  );
  t.is(tf.getKernel('Add', 'cpu'), before);
});
