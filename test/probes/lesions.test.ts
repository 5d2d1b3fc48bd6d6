import * as tf from '@tensorflow/tfjs';
import test from 'ava';
import { growNetwork } from '../../src/model/grow.ts';
import { lesionsOf } from '../../src/model/lesion.ts';
import type { Network } from '../../src/model/network.ts';
import { startMovingStatistics } from '../../src/model/training-pass.ts';
import { mapsOf } from '../../src/ops/tensor-maps.ts';
import { damaged, lesionErrors } from '../../src/probes/measure/lesions.ts';
import { evaluate } from '../../src/train/evaluate.ts';
import { architectureAfter } from '../../src/train/run-layers.ts';
import { kinds } from '../model/networks.ts';
import { distance } from '../ops/numbers.ts';
import { networkOf, randomBatch, splitsOf, tinyConfig } from '../train/tiny.ts';
import { openTrainingEngine } from '../training-engine.ts';

test.beforeEach(openTrainingEngine);

const config = tinyConfig({ depth: 14, network: { width: 4 } });
const splits = splitsOf(config);

/** With moving statistics as of a batch, so that no layer is far from what it was made for. */
function calibrated(changes: Parameters<typeof tinyConfig>[0] = {}): Network {
  const network = networkOf({ ...config, ...changes } as typeof config);
  const batch = randomBatch(20);
  startMovingStatistics(network, batch);
  tf.dispose([batch.inputs, batch.labels]);
  return network;
}

const isOne = ({ lesion }: { lesion: string }) => lesion === 'one';

test.serial('without a lesion it is the test error of the network', async t => {
  for (const kind of kinds) {
    const network = calibrated({ kind });
    const [none] = await lesionErrors(network, splits, 1);
    const { loss, errorPct } = await evaluate(network, splits.test);
    t.like(none, { lesion: 'none', count: 0, test_error_pct: errorPct, test_loss: loss });
    network.dispose();
  }
});

test.serial('a residual block is removed as one whose branch is multiplied by 0', async t => {
  for (const shortcut of ['A', 'B', 'scaled'] as const) {
    const network = calibrated({ network: { ...config.network, shortcut } });
    const rows = (await lesionErrors(network, splits, 1)).filter(isOne);
    t.is(rows.length, network.blocks.length);
    for (const row of rows) {
      const { loss } = await evaluate(network, splits.test, {
        branch: ({ index }) => Number(index !== row.block_index),
      });
      t.true(distance([row.test_loss!], [loss], 0) < 1e-5, `${shortcut} ${row.block_name}`);
      t.is(row.block_name, network.blocks[row.block_index! - 1]!.name);
    }
    network.dispose();
  }
});

test.serial('blocks that are the identity can be removed, and swapped, at no loss', async t => {
  const shallowConfig = { ...config, kind: 'plain' as const, depth: 8 };
  const shallow = calibrated(shallowConfig);
  const images = randomBatch(20);
  const architecture = architectureAfter(0, { ...shallowConfig, depth: 20 });
  const deep = growNetwork(shallow, { ...architecture, seed: 1 }, images.inputs);
  // One block of the shallow network keeps the shape: the first.
  const own = new Set(shallow.blocks.map(({ name }) => name));
  const [none, ...rows] = await lesionErrors(deep, splits, 1);
  const isHarmless = ({ lesion, block_name }: (typeof rows)[number]) =>
    lesion === 'one' && !own.has(block_name);
  const harmless = rows.filter(isHarmless);
  t.is(harmless.length, 6);
  for (const { test_loss, block_name } of harmless) {
    t.true(distance([test_loss!], [none!.test_loss!], 0) < 1e-5, block_name);
  }
  const first = rows.find(({ block_name }) => block_name === 'stage1/block1')!;
  t.true(Math.abs(first.test_loss! - none!.test_loss!) > 1e-3);
  tf.dispose([images.inputs, images.labels]);
  shallow.dispose();
  deep.dispose();
});

test.serial('a plain block that changes the shape leaves every other pixel and no new channels', t => {
  const network = calibrated({ kind: 'plain' });
  const changing = network.blocks.filter(({ keepsShape }) => !keepsShape);
  t.deepEqual(
    changing.map(({ name }) => name),
    ['stage2/block1', 'stage3/block1'],
  );
  tf.tidy(() => {
    const x = tf.randomNormal([2, 4, 4, 4], 0, 1, 'float32', 1) as tf.Tensor4D;
    const pass = { training: false, batchStatistics: [] };
    const y = changing[0]!.withoutBranch(mapsOf(x), pass).toTensor();
    t.deepEqual(y.shape, [2, 2, 2, 8]);
    const [values, given] = [y.arraySync(), x.arraySync()];
    t.deepEqual(values[1]![1]![0]!, [...given[1]![2]![0]!, 0, 0, 0, 0]);
  });
  network.dispose();
});

test.serial('swapped blocks are gone through in their new order', async t => {
  for (const kind of kinds) {
    const network = calibrated({ kind, depth: 20 });
    const lesion = lesionsOf(network.blocks, 1).find(one => one.kind === 'swapped' && one.count === 4)!;
    const { inputs, labels } = randomBatch(3);
    const pass = { training: false, batchStatistics: [] };
    const [actual, byHand] = tf.tidy(() => {
      const logits = damaged(network, lesion).forward(inputs, pass).dataSync();
      let x!: tf.Tensor4D;
      network.forward(inputs, {
        ...pass,
        boundary(maps, index) {
          if (index === 0) x = maps.clone();
          return maps;
        },
      });
      for (const place of lesion.order) x = network.blocks[place]!.apply(mapsOf(x), pass).toTensor();
      const [kernel, bias] = ['kernel', 'bias'].map(
        name => network.parameters.trainable.get(`head/dense/${name}`)!,
      );
      const features = tf.mean(x, [1, 2]) as tf.Tensor2D;
      return [logits, tf.add(tf.matMul(features, kernel as tf.Tensor2D), bias!).dataSync()];
    });
    t.true(distance(actual, byHand, 0) < 1e-4, kind);
    tf.dispose([inputs, labels]);
    network.dispose();
  }
});

test.serial(
  'a lesion changes nothing in the network, leaves no tensors and gives the same again',
  async t => {
    const network = calibrated();
    const values = () => [...network.parameters.trainable.values()].map(variable => [...variable.dataSync()]);
    const before = values();
    const first = await lesionErrors(network, splits, 1);
    const { numTensors } = tf.memory();
    t.deepEqual(await lesionErrors(network, splits, 1), first);
    t.is(tf.memory().numTensors, numTensors);
    t.deepEqual(values(), before);
    network.dispose();
  },
);
