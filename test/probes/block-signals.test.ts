import * as tf from '@tensorflow/tfjs';
import test from 'ava';
import { BLOCK_IMAGES } from '../../src/model/batch-sizes.ts';
import type { Block } from '../../src/model/blocks.ts';
import { buildNetwork, type NetworkOptions, type Passable } from '../../src/model/network.ts';
import { Parameters } from '../../src/model/parameters.ts';
import { oneHot } from '../../src/model/training-pass.ts';
import type { Maps } from '../../src/ops/maps.ts';
import { softmaxCrossEntropy } from '../../src/ops/softmax-cross-entropy.ts';
import { mapsOf } from '../../src/ops/tensor-maps.ts';
import { blockSignals } from '../../src/probes/measure/block-signals.ts';
import { collect, networkOf, randomBatch, tinyConfig } from '../train/tiny.ts';
import { openTrainingEngine } from '../training-engine.ts';

test.beforeEach(openTrainingEngine);

const options: NetworkOptions = {
  kind: 'residual',
  depth: 20,
  width: 4,
  shortcut: 'A',
  batchNorm: true,
  order: 'pre-activation',
  channels: 3,
  classes: 10,
  seed: 1,
};

async function signals(changes: Partial<NetworkOptions> = {}) {
  const network = buildNetwork({ ...options, ...changes } as NetworkOptions);
  const batch = randomBatch(8);
  const found = await blockSignals(network, batch);
  tf.dispose([batch.inputs, batch.labels]);
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
    tf.dispose([batch.inputs, batch.labels]);
    network.dispose();
  },
);

test.serial('behind the ReLUs of original blocks neither does', async t => {
  const all = await signals({ order: undefined });
  for (const { forwardError, backwardError, name } of all.slice(0, -1)) {
    t.true(forwardError! > 0.01 && backwardError! > 0.01, name);
  }
  // There is nothing between the last block and itself.
  t.like(all.at(-1), { forwardError: 0, backwardError: 0, branchShare: 0 });
  t.true(Math.abs(all.at(-1)!.shortcutShare! - 1) < 1e-5);
});

test.serial('they hold after training as well, and where some or all shortcuts are projections', async t => {
  for (const shortcut of ['A', 'B', 'C'] as const) {
    const config = tinyConfig({ depth: 14, network: { shortcut, order: 'pre-activation' } });
    const network = networkOf(config);
    const batch = randomBatch(8);
    const before = await blockSignals(network, batch);
    await collect(config, network);
    const after = await blockSignals(network, batch);
    t.true(Math.abs(after[1]!.outputRms / before[1]!.outputRms - 1) > 1e-3);
    for (const { forwardError, backwardError, name } of after) {
      t.true(forwardError! < 1e-5 && backwardError! < 1e-5, `${shortcut}, ${name}`);
    }
    tf.dispose([batch.inputs, batch.labels]);
    network.dispose();
  }
});

test.serial('a block that is not what its parts say shows up before it, and only there', async t => {
  const network = buildNetwork(options);
  const batch = randomBatch(8);
  const faint = (block: Block): Block => ({ ...block, shortcut: x => x.times(0.9) });
  const wrong = 5;
  const blocks = network.blocks.map((block, i) => (i + 1 === wrong ? faint(block) : block));
  const all = await blockSignals({ ...network, blocks }, batch);
  for (const { index, forwardError, backwardError, name } of all) {
    const [least, most] = index < wrong ? [1e-3, 1] : [0, 1e-5];
    for (const error of [forwardError!, backwardError!]) {
      t.true(error >= least && error < most, `${name}: ${error}`);
    }
  }
  tf.dispose([batch.inputs, batch.labels]);
  network.dispose();
});

/** Blocks f(h·x + a·x), behind a stem that does nothing and before a classifier of pixels' means. */
function linearNetwork(blocks: readonly LinearBlock[], { strength = 1 } = {}): Passable {
  const parameters = new Parameters();
  const stem = parameters.addTrainable('stem', tf.ones([1]));
  const kernel = parameters.addTrainable('head', tf.randomNormal([3, 10], 0, strength, 'float32', 1));
  const built = blocks.map(({ a, h = 1, f = x => x }, i): Block => {
    const branch = (x: Maps) => x.times(a);
    const shortcut = (x: Maps) => (h === 1 ? x : x.times(h));
    const apply = (x: Maps) => mapsOf(f(branch(x).plus(shortcut(x)).toTensor()));
    return { name: `block${i + 1}`, branch, shortcut, apply, keepsShape: true, withoutBranch: shortcut };
  });
  return {
    classes: 10,
    parameters,
    blocks: built,
    forward(images, pass) {
      let x = pass.boundary!(tf.mul(images, stem), 0);
      for (const [i, { apply }] of built.entries())
        x = pass.boundary!(apply(mapsOf(x), pass).toTensor(), i + 1);
      return tf.matMul(tf.mean(x, [1, 2]), kernel as tf.Tensor2D);
    },
    dispose: () => parameters.dispose(),
  };
}

interface LinearBlock {
  readonly a: number;
  readonly h?: number;
  readonly f?: (x: tf.Tensor4D) => tf.Tensor4D;
}

async function linearSignals(blocks: readonly LinearBlock[], changes: { strength?: number } = {}) {
  const network = linearNetwork(blocks, changes);
  const { inputs: images, labels } = randomBatch(4);
  // Of each channel's values every fourth is negative.
  const negative = tf.tidy(() => tf.equal(tf.mod(tf.range(0, 8), 4), 1).reshape([1, 1, 8, 1]));
  const sizes = tf.tidy(() => tf.abs(images));
  const signed = tf.tidy(() => tf.where(negative, tf.neg(sizes), sizes) as tf.Tensor4D);
  const found = await blockSignals(network, { inputs: signed, labels });
  const values = Array.from(await signed.data());
  tf.dispose([images, labels, negative, sizes, signed]);
  network.dispose();
  return { found, values };
}

const factors = [{ a: 0.5 }, { a: -0.25, h: 0.8 }, { a: 0.125, h: 1.1 }, { a: 2 }, { a: 1 }];

// He et al. 2016, eq. 4 and 5, and eq. 6 to 8 where h is a factor.
test.serial('of blocks that multiply, all is known: x, gradient, residuals and shares', async t => {
  for (const strength of [1, 1e-25]) {
    const { found } = await linearSignals(factors, { strength });
    const product = (of: (factor: { a: number; h?: number }) => number, from: number) =>
      factors.slice(from).reduce((all, factor) => all * of(factor), 1);
    for (const [k, signal] of found.entries()) {
      const whole = product(({ a, h = 1 }) => h + a, k);
      const close = (value: number | null, expected: number) =>
        t.true(Math.abs(value! - expected) < 1e-5, `${signal.name}: ${value}, ${expected}`);
      close(found.at(-1)!.outputRms / signal.outputRms, whole);
      close(signal.gradientNorm / found.at(-1)!.gradientNorm, whole);
      if (k > 0) close(signal.residualRatio, Math.abs(factors[k - 1]!.a));
      close(signal.shortcutShare, product(({ h = 1 }) => h, k) / whole);
      close(signal.branchShare, 1 - product(({ h = 1 }) => h, k) / whole);
      close(signal.forwardError, 0);
      close(signal.backwardError, 0);
    }
  }
});

test.serial('behind a ReLU, both errors are those of the values that it sets to zero', async t => {
  const { found, values } = await linearSignals([{ a: 0.5, f: x => tf.relu(x) }]);
  const squares = (sign: number) =>
    values.filter(value => value * sign > 0).reduce((sum, value) => sum + value ** 2, 0);
  const { forwardError, backwardError, shortcutShare, branchShare } = found[0]!;
  t.true(Math.abs(forwardError! - Math.sqrt(squares(-1) / squares(1))) < 1e-5);
  // Behind the mean of pixels the gradient is the same for all of them; one in four does not let it through.
  t.true(Math.abs(backwardError! - Math.sqrt(1 / 3)) < 1e-5);
  // 1.5 times what is behind the block: two thirds through the shortcut, one through the branch.
  t.true(Math.abs(shortcutShare! - 2 / 3) < 1e-5 && Math.abs(branchShare! - 1 / 3) < 1e-5);
});

test.serial('where there is nothing to compare with, nothing is said', async t => {
  const { found } = await linearSignals([{ a: 1 }], { strength: 0 });
  t.like(found[0], { gradientNorm: 0, backwardError: null, shortcutShare: null, branchShare: null });
  t.true(found[0]!.forwardError! < 1e-5);
  const { found: dead } = await linearSignals([{ a: 1, f: x => tf.mul(x, 0) }, { a: 1 }]);
  t.like(dead[1], { outputRms: 0, forwardError: null });
  t.like(dead[2], { outputRms: 0, residualRatio: null });
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
        network.forward(batch.inputs, {
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
  tf.dispose([batch.inputs, batch.labels]);
  network.dispose();
});

test.serial('of a large batch only the first images are looked at', async t => {
  const network = buildNetwork({ ...options, depth: 8, width: 2 });
  const { inputs: images, labels } = randomBatch(BLOCK_IMAGES + 6);
  const first = { inputs: tf.slice(images, 0, BLOCK_IMAGES), labels: tf.slice(labels, 0, BLOCK_IMAGES) };
  t.deepEqual(await blockSignals(network, { inputs: images, labels }), await blockSignals(network, first));
  tf.dispose([images, labels, first.inputs, first.labels]);
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
  tf.dispose([batch.inputs, batch.labels]);
  network.dispose();
});
