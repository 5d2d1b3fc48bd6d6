import * as tf from '@tensorflow/tfjs';
import test from 'ava';
import { buildNetwork, type NetworkOptions } from '../../src/model/network.ts';
import { softmaxCrossEntropy } from '../../src/ops/softmax-cross-entropy.ts';
import { blockSignals } from '../../src/train/block-signals.ts';
import { oneHot } from '../../src/train/step.ts';
import { openTrainingEngine } from '../training-engine.ts';
import { randomBatch } from './tiny.ts';

test.beforeEach(openTrainingEngine);

const options: NetworkOptions = {
  kind: 'residual',
  depth: 20,
  width: 4,
  shortcut: 'A',
  batchNorm: true,
  order: 'pre-activation',
  classes: 10,
  seed: 1,
};

async function signals(changes: Partial<NetworkOptions> = {}) {
  const network = buildNetwork({ ...options, ...changes } as NetworkOptions);
  const batch = randomBatch(8);
  const found = await blockSignals(network, batch);
  tf.dispose([batch.images, batch.labels]);
  network.dispose();
  return found;
}

test.serial('where h and f are the identity, both equations hold at every block', async t => {
  for (const block of await signals()) {
    t.true(block.forwardError! < 1e-5, `${block.name}: ${block.forwardError}`);
    t.true(block.backwardError! < 1e-5, `${block.name}: ${block.backwardError}`);
    t.true(Math.abs(block.shortcutShare! + block.branchShare! - 1) < 1e-5, block.name);
  }
});

for (const shortcut of ['C', 'scaled', 'gated', 'dropout'] as const) {
  test.serial(
    `where f is the identity and h is not, by shortcut ${shortcut}, both hold with h on the way`,
    async t => {
      const all = await signals({ shortcut });
      for (const block of all) {
        t.true(block.forwardError! < 1e-5, `${block.name}: ${block.forwardError}`);
        t.true(block.backwardError! < 1e-5, `${block.name}: ${block.backwardError}`);
      }
    },
  );
}

test.serial(
  'where branches add nothing, shortcuts that are scaled halve the gradient at every block',
  async t => {
    const network = buildNetwork({ ...options, shortcut: 'scaled' });
    for (const [name, kernel] of network.parameters.trainable) {
      if (name.endsWith('conv2/kernel')) kernel.assign(tf.zerosLike(kernel));
    }
    const batch = randomBatch(8);
    // The third stage, where no shape changes: between its blocks.
    const last = (await blockSignals(network, batch)).slice(-3);
    for (const [i, { gradientNorm, outputRms, shortcutShare }] of last.entries()) {
      const blocksBehind = 2 - i;
      t.true(Math.abs(gradientNorm / last[2]!.gradientNorm - 0.5 ** blocksBehind) < 1e-6);
      t.true(Math.abs(outputRms / last[2]!.outputRms - 2 ** blocksBehind) < 1e-5);
      t.true(Math.abs(shortcutShare! - 1) < 1e-6);
    }
    tf.dispose([batch.images, batch.labels]);
    network.dispose();
  },
);

test.serial('behind the ReLUs of original blocks neither does', async t => {
  const all = await signals({ order: undefined });
  for (const { forwardError, backwardError, name } of all.slice(0, -1)) {
    t.true(forwardError! > 0.01 && backwardError! > 0.01, name);
  }
  // There is nothing between the last block and itself.
  t.like(all.at(-1), { forwardError: 0, backwardError: 0, shortcutShare: 1, branchShare: 0 });
});

test.serial('rows go from the stem to the last block, and plain networks have no equations', async t => {
  const all = await signals({ kind: 'plain', depth: 8 });
  t.deepEqual(
    all.map(({ index, name }) => `${index} ${name}`),
    ['0 stem', '1 stage1/block1', '2 stage2/block1', '3 stage3/block1'],
  );
  for (const block of all) {
    t.true(block.outputRms > 0 && block.gradientNorm > 0);
    const rest = [block.residualRatio, block.forwardError, block.backwardError, block.shortcutShare];
    t.deepEqual(rest, [null, null, null, null]);
  }
});

test.serial('the gradient is that of the loss with respect to what goes from block to block', async t => {
  const network = buildNetwork({ ...options, depth: 8, order: undefined } as NetworkOptions);
  const batch = randomBatch(4);
  const found = await blockSignals(network, batch);
  const { size, norm } = tf.tidy(() => {
    const targets = oneHot(batch.labels, 10);
    const loss = (added: tf.Tensor4D) =>
      softmaxCrossEntropy(
        network.forward(batch.images, {
          training: true,
          batchStatistics: [],
          boundary: (maps, index) => (index === 1 ? tf.add(maps, added) : maps),
        }),
        targets,
      );
    const gradient = tf.grad(loss as (x: tf.Tensor) => tf.Scalar)(tf.zeros([4, 8, 8, 4]));
    return { size: gradient.size, norm: tf.norm(gradient).dataSync()[0]! };
  });
  t.is(size, 4 * 8 * 8 * 4);
  t.true(Math.abs(norm / found[1]!.gradientNorm - 1) < 1e-4, `${norm}, ${found[1]!.gradientNorm}`);
  tf.dispose([batch.images, batch.labels]);
  network.dispose();
});

test.serial('looking changes nothing and leaves no tensor behind', async t => {
  const network = buildNetwork(options);
  const batch = randomBatch(4);
  await blockSignals(network, batch);
  const before = tf.memory().numTensors;
  const [first, second] = [await blockSignals(network, batch), await blockSignals(network, batch)];
  t.is(tf.memory().numTensors, before);
  t.deepEqual(first, second);
  tf.dispose([batch.images, batch.labels]);
  network.dispose();
});
