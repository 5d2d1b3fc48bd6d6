import * as tf from '@tensorflow/tfjs';
import test from 'ava';
import { prepareSplits } from '../../src/data/images/splits.ts';
import { evaluate } from '../../src/train/evaluate.ts';
import { softmaxCrossEntropy } from '../ops/reference.ts';
import { openTrainingEngine } from '../training-engine.ts';
import { networkOf, raw, splitsOf, tinyConfig } from './tiny.ts';

test.beforeEach(openTrainingEngine);

const config = tinyConfig({ data: { testSize: 260 } });
const splits = splitsOf(config);
const images = prepareSplits(raw, config.data, config.seed);

test.serial('loss and error are averages over all images, also those of the last, smaller batch', async t => {
  const net = networkOf(config);
  const { images: bytes, labels, count } = images.test;
  const pixels = images.pixelMean.length;
  const normalised = Float32Array.from(
    bytes,
    (byte, i) => (byte - images.pixelMean[i % pixels]!) / images.pixelStd,
  );
  const logits = tf.tidy(() =>
    net
      .forward(tf.tensor4d(normalised, [count, 8, 8, 3]), { training: false, batchStatistics: [] })
      .dataSync()
      .slice(),
  );
  const targets = new Float64Array(count * 10);
  let wrong = 0;
  for (const [image, label] of labels.entries()) {
    targets[image * 10 + label] = 1;
    const scores = [...logits.subarray(image * 10, image * 10 + 10)];
    if (scores.indexOf(Math.max(...scores)) !== label) wrong++;
  }
  const { loss, errorPct, answers } = await evaluate(net, splits.test);
  t.deepEqual([...answers.labels], [...labels]);
  t.deepEqual(answers.numbers, images.test.numbers);
  for (const [image, predicted] of answers.predicted.entries()) {
    const scores = [...logits.subarray(image * 10, image * 10 + 10)];
    t.is(predicted, scores.indexOf(Math.max(...scores)));
  }
  t.true(Math.abs(loss - softmaxCrossEntropy(logits, targets, 10).loss) < 1e-4);
  t.true(Math.abs(errorPct - (100 * wrong) / count) < 1e-9);
});

test.serial('it leaves no tensors and reads from the device once', async t => {
  const net = networkOf(config);
  await evaluate(net, splits.test);
  const { numTensors } = tf.memory();
  await evaluate(net, splits.test);
  t.is(tf.memory().numTensors, numTensors);
});

test.serial('one answer for everything is wrong on nine tenths of a balanced set', async t => {
  const net = networkOf(config);
  const { trainable } = net.parameters;
  trainable.get('head/dense/kernel')!.assign(tf.zeros([8, 10]));
  trainable.get('head/dense/bias')!.assign(tf.oneHot(tf.scalar(3, 'int32'), 10).toFloat());
  const { loss, errorPct } = await evaluate(net, splits.test);
  t.is(errorPct, 90);
  t.true(Math.abs(loss - (Math.log(Math.E + 9) - 0.1)) < 1e-5);
});
