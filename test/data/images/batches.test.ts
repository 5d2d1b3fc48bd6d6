import * as tf from '@tensorflow/tfjs';
import test from 'ava';
import { assembleAugmentedBatch, assembleBatch } from '../../../src/data/images/assemble.ts';
import { splitsOfImages } from '../../../src/data/images/batches.ts';
import { planEpoch } from '../../../src/data/images/epoch-plan.ts';
import { batchesPerEpoch } from '../../../src/data/sizes.ts';
import type { PlainBatch } from '../../../src/data/stream.ts';
import type { Batch, TrainingOptions } from '../../../src/data/types.ts';
import { madeUpSplits } from '../fixtures.ts';

const splits = madeUpSplits(25, 8);
const augmentation = { cropPadding: 1, flip: true };
const options = { batchSize: 10, seed: 1, epoch: 3 };
const ofImages = splitsOfImages(splits, augmentation);
const trainingBatches = (chosen: TrainingOptions) => ofImages.trainingBatches(chosen);

test.before(async () => {
  if (!(await tf.setBackend('cpu'))) throw new Error('no cpu backend');
});

/** Reads all batches into plain arrays and disposes of them. */
async function collect(batches: AsyncIterable<Batch>): Promise<(PlainBatch & { shape: number[] })[]> {
  const all = [];
  for await (const { inputs, labels } of batches) {
    all.push({
      inputs: inputs.dataSync().slice() as Float32Array,
      labels: labels.dataSync().slice() as Int32Array,
      shape: inputs.shape,
    });
    tf.dispose([inputs, labels]);
  }
  return all;
}

test.serial('batches through tfjs-data are those of the plain function, all of one shape', async t => {
  const plan = planEpoch(25, 1, 3, augmentation);
  const expected = [0, 10].map(start => ({
    ...assembleAugmentedBatch(splits.train, splits, plan, 1, [start, start + 10]),
    shape: [10, 8, 8, 3],
  }));
  t.deepEqual(await collect(trainingBatches(options)), expected);
  t.is(batchesPerEpoch(25, 10), 2);
});

test.serial('an epoch of several passes has the batches of as many epochs of one', async t => {
  const passes = { ...options, passesPerEpoch: 3 };
  const single = [];
  for (const epoch of [7, 8, 9]) single.push(...(await collect(trainingBatches({ ...options, epoch }))));
  t.is(batchesPerEpoch(25, 10, 3), 6);
  // The third epoch: passes 1 to 6 came before it.
  t.deepEqual(await collect(trainingBatches(passes)), single);
});

test.serial('tensors are float32 images and int32 labels', async t => {
  for await (const batch of trainingBatches(options)) {
    t.deepEqual([batch.inputs.dtype, batch.labels.dtype], ['float32', 'int32']);
    t.deepEqual(batch.labels.shape, [10]);
    tf.dispose([batch.inputs, batch.labels]);
  }
});

test.serial('twins see the same batches, other epochs other ones', async t => {
  const first = await collect(trainingBatches(options));
  t.deepEqual(await collect(trainingBatches(options)), first);
  t.notDeepEqual(await collect(trainingBatches({ ...options, epoch: 4 })), first);
});

test.serial('evaluation keeps the order and includes the last, smaller batch', async t => {
  const expected = [
    [0, 10],
    [10, 20],
    [20, 25],
  ].map(([start, end]) => ({
    ...assembleBatch(splits.test, splits, start!, end!),
    shape: [end! - start!, 8, 8, 3],
  }));
  t.deepEqual(await collect(ofImages.test.batches(10)), expected);
});

test.serial('a training split smaller than a batch is refused at once', t => {
  t.throws(() => trainingBatches({ ...options, batchSize: 26 }), {
    name: 'DataSizeError',
    message: '--batch-size must be 1 to 25 (the examples of --train-size); got 26',
  });
});

test.serial('no tensors are left after an epoch, nor when a loop is left early or fails', async t => {
  const small = { ...options, batchSize: 2 };
  const before = tf.memory().numTensors;
  await collect(trainingBatches(small));
  t.is(tf.memory().numTensors, before);
  for await (const batch of trainingBatches(small)) {
    tf.dispose([batch.inputs, batch.labels]);
    break;
  }
  t.is(tf.memory().numTensors, before);
  const failing = async () => {
    for await (const batch of ofImages.test.batches(2)) {
      tf.dispose([batch.inputs, batch.labels]);
      throw new Error('failed in the loop');
    }
  };
  await t.throwsAsync(failing, { message: 'failed in the loop' });
  t.is(tf.memory().numTensors, before);
});
