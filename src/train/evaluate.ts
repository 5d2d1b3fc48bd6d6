import { setImmediate } from 'node:timers/promises';
import * as tf from '@tensorflow/tfjs';
import type { Batch, Examples } from '../data/index.ts';
import { EVALUATION_BATCH } from '../model/batch-sizes.ts';
import type { PassHooks } from '../model/layers.ts';
import type { Network } from '../model/network.ts';
import { oneHot } from '../model/training-pass.ts';
import { softmaxCrossEntropy } from '../ops/softmax-cross-entropy.ts';

export interface Evaluation {
  /** Mean cross-entropy, in nats. */
  readonly loss: number;
  /** Share of images whose most likely class is not the label, in percent. */
  readonly errorPct: number;
}

/** Loss and error of a network on a set of images, in evaluation mode, single view, no augmentation. @param hooks for the pass */
export async function evaluate(
  network: Pick<Network, 'forward'>,
  set: Examples,
  hooks: PassHooks = {},
): Promise<Evaluation> {
  let sums = tf.tensor1d([0, 0]);
  for await (const batch of set.batches(EVALUATION_BATCH)) {
    const next = tf.tidy(() => tf.add(sums, lossAndMistakes(network, batch, hooks)) as tf.Tensor1D);
    tf.dispose([sums, batch.inputs, batch.labels]);
    sums = next;
    // Lets the end of a parent process be noticed: evaluation may take long.
    await setImmediate();
  }
  // The only read from the device: one per set.
  const [loss, mistakes] = (await sums.data()) as unknown as [number, number];
  sums.dispose();
  return { loss: loss / set.count, errorPct: (100 * mistakes) / set.count };
}

/** `[2]`: cross-entropy summed over the batch, and the number of wrong answers. */
function lossAndMistakes(
  network: Pick<Network, 'forward'>,
  { inputs, labels }: Batch,
  hooks: PassHooks,
): tf.Tensor1D {
  const logits = network.forward(inputs, { training: false, batchStatistics: [], ...hooks });
  const loss = softmaxCrossEntropy(logits, oneHot(labels, logits.shape[1]));
  const mistakes = tf.sum(tf.notEqual(tf.argMax(logits, 1), labels).toFloat());
  return tf.stack([tf.mul(loss, labels.size), mistakes]) as tf.Tensor1D;
}
