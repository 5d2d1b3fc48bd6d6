import * as tf from '@tensorflow/tfjs';
import test from 'ava';
import { lossAndGradients, updateMovingStatistics } from '../../src/model/training-pass.ts';
import { createOptimizer } from '../../src/optimizers/create.ts';
import { parseOptimizer } from '../../src/optimizers/registry.ts';
import { restoreSnapshot, takeSnapshot } from '../../src/train/snapshot.ts';
import { network } from '../model/networks.ts';
import { momentumOf } from '../optimizers/momentum-of.ts';
import { openTrainingEngine } from '../training-engine.ts';
import { randomBatch } from './tiny.ts';

test.beforeEach(openTrainingEngine);

const start = { history: [], remembered: null };

test.serial('a restored network and optimizer hold every value that was taken', async t => {
  const [net, optimizer] = trained();
  const snapshot = await takeSnapshot(net, optimizer, { ...start, epoch: 2, step: 7 });
  t.deepEqual([snapshot.epoch, snapshot.step], [2, 7]);
  t.is(snapshot.tensors.length, 2 * net.parameters.trainable.size + net.parameters.statistics.size);
  const fresh = network({ seed: 9 });
  const other = momentumOf(fresh.parameters.trainable);
  const { numTensors } = tf.memory();
  restoreSnapshot(fresh, other, snapshot);
  t.is(tf.memory().numTensors, numTensors);
  t.deepEqual((await takeSnapshot(fresh, other, snapshot)).tensors, snapshot.tensors);
});

test.serial('a snapshot is a copy: training on does not change it', async t => {
  const [net, optimizer] = trained();
  const snapshot = await takeSnapshot(net, optimizer, { ...start, epoch: 1, step: 1 });
  const before = snapshot.tensors.map(({ values }) => values.slice());
  const pass = lossAndGradients(net, randomBatch(4));
  optimizer.step(pass.gradients, 1, 1e-4);
  t.deepEqual(
    snapshot.tensors.map(({ values }) => values),
    before,
  );
});

test.serial('a snapshot of another network is refused', async t => {
  const [net, optimizer] = trained();
  const snapshot = await takeSnapshot(net, optimizer, { ...start, epoch: 1, step: 1 });
  const restore = (options: Parameters<typeof network>[0]) => () => {
    const other = network(options);
    restoreSnapshot(other, momentumOf(other.parameters.trainable), snapshot);
  };
  t.throws(restore({ width: 3 }), {
    message: 'snapshot has [3,3,3,2] for weight:stem/conv/kernel [3,3,3,3]',
  });
  t.throws(restore({ depth: 14 }), {
    message: /snapshot has nothing for weight:stage1\/block2\/conv1\/kernel/,
  });
  t.throws(restore({ batchNorm: false }), { message: /snapshot has \d+ values, not \d+/ });
});

test.serial('a snapshot of another optimizer is refused', async t => {
  const [net, optimizer] = trained();
  const snapshot = await takeSnapshot(net, optimizer, { ...start, epoch: 1, step: 1 });
  const adam = createOptimizer(parseOptimizer('adam'), net.parameters.trainable);
  t.throws(() => restoreSnapshot(net, adam, snapshot), {
    message: 'snapshot has the state of the optimizer momentum, not of adam',
  });
  const other = await takeSnapshot(net, adam, { ...start, epoch: 1, step: 1 });
  t.throws(() => restoreSnapshot(net, optimizer, other), { message: /the optimizer adam, not of momentum/ });
});

function trained() {
  const net = network();
  const optimizer = momentumOf(net.parameters.trainable);
  const pass = lossAndGradients(net, randomBatch(4));
  optimizer.step(pass.gradients, 0.1, 1e-4);
  updateMovingStatistics(pass.batchStatistics);
  pass.dispose();
  return [net, optimizer] as const;
}
