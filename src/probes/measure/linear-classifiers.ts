import * as tf from '@tensorflow/tfjs';
import { turn } from '#platform/turn.ts';
import type { Examples, Splits } from '../../data/index.ts';
import { EVALUATION_BATCH } from '../../model/batch-sizes.ts';
import type { PassHooks } from '../../model/layers.ts';
import type { Network } from '../../model/network.ts';
import { channelMean } from '../../ops/channels.ts';
import { globalAveragePool } from '../../ops/global-average-pool.ts';
import { fitSoftmaxRegression } from './softmax-regression.ts';

/**
 * How well a linear classifier tells the classes apart by what goes from block to block (Alain and Bengio 2016,
 * “Understanding intermediate layers using linear classifier probes”). The network stays as it is. Its maps are averaged
 * over the whole image, as they are before its own classifier; a multinomial logistic regression learns from these
 * features of the images of the training error, and is asked about the test images.
 *
 * @param hooks of regularizers that evaluation has to know of
 * @returns test errors in percent: first on what the stem puts out, then on the output of each block
 */
export async function linearClassifierErrors(
  network: Network,
  splits: Splits,
  hooks: PassHooks = {},
): Promise<number[]> {
  const train = await pooledFeatures(network, splits.trainEval, hooks);
  const test = await pooledFeatures(network, splits.test, hooks);
  const errors: number[] = [];
  for (const [k, features] of train.features.entries()) {
    const [x, unseen] = standardised(features, test.features[k]!);
    const weights = await fitSoftmaxRegression(x, train.labels, network);
    errors.push(await errorPctOf(unseen, test.labels, weights));
    tf.dispose([x, unseen, weights]);
    // Lets the end of a parent process be noticed: there may be many blocks.
    await turn();
  }
  for (const { features, labels } of [train, test]) tf.dispose([...features, labels]);
  return errors;
}

interface Pooled {
  /** `[images, channels]` of the stem and of each block. */
  readonly features: readonly tf.Tensor2D[];
  /** `[images]`. */
  readonly labels: tf.Tensor1D;
}

/** The caller disposes what is returned. */
async function pooledFeatures(network: Network, set: Examples, hooks: PassHooks): Promise<Pooled> {
  const batches: tf.Tensor2D[][] = [];
  const labels: tf.Tensor1D[] = [];
  for await (const batch of set.batches(EVALUATION_BATCH)) {
    const pooled: tf.Tensor2D[] = [];
    tf.tidy(() => {
      const boundary = (maps: tf.Tensor4D, index: number) => {
        // Kept, because what a layer makes is gone when it returns.
        pooled[index] = tf.keep(globalAveragePool(maps));
        return maps;
      };
      network.forward(batch.inputs, { training: false, batchStatistics: [], ...hooks, boundary });
    });
    batch.inputs.dispose();
    batches.push(pooled);
    labels.push(batch.labels);
    await turn();
  }
  const features = batches[0]!.map((_, k) => tf.concat(batches.map(pooled => pooled[k]!)));
  const all = { features, labels: tf.concat(labels) };
  tf.dispose([...batches.flat(), ...labels]);
  return all;
}

/** Deviation that counts as none, as a share of the mean: rounding, in single precision. */
const NO_DEVIATION = 1e-6;

/**
 * Both with the mean and the standard deviation of the first taken out of each feature, and with a last one that is
 * always 1. A feature without any deviation stays 0.
 */
export function standardised(train: tf.Tensor2D, test: tf.Tensor2D): [tf.Tensor2D, tf.Tensor2D] {
  return tf.tidy(() => {
    const mean = meanOverImages(train);
    const variance = meanOverImages(tf.square(tf.sub(train, mean)));
    const deviation = tf.sqrt(tf.add(variance, tf.square(tf.mul(mean, NO_DEVIATION))));
    const [x, unseen] = [train, test].map(features => {
      const scaled = tf.divNoNan(tf.sub(features, mean), deviation) as tf.Tensor2D;
      return tf.concat([scaled, tf.ones([features.shape[0], 1])], 1) as tf.Tensor2D;
    });
    return [x!, unseen!];
  });
}

/** `[images, features]` → `[features]`; `tf.moments` loses digits over thousands of images. */
function meanOverImages(x: tf.Tensor2D): tf.Tensor1D {
  const [images, features] = x.shape;
  return channelMean(x.reshape([images, 1, 1, features]));
}

/** Share of the rows of `x` whose most likely class is not their label, in percent. */
async function errorPctOf(x: tf.Tensor2D, labels: tf.Tensor1D, weights: tf.Tensor2D): Promise<number> {
  const mistakes = tf.tidy(() => tf.sum(tf.notEqual(tf.argMax(tf.matMul(x, weights), 1), labels).toFloat()));
  const [count] = await mistakes.data();
  mistakes.dispose();
  return (100 * count!) / labels.size;
}
