import * as tf from '@tensorflow/tfjs';
import { turn } from '#platform/turn.ts';
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
  readonly answers: Answers;
}

/** What a network says of the examples of a set, in their order. */
export interface Answers {
  /** `[count]`, which examples of their source they are: see `Examples.numbers`; absent: numbered as they come. */
  readonly numbers?: ArrayLike<number> | undefined;
  /** `[count]` */
  readonly labels: Int32Array;
  /** `[count]`, the most likely class of each. */
  readonly predicted: Int32Array;
}

/** Loss and answers of a network on a set of examples, in evaluation mode, single view, no augmentation. @param hooks for the pass */
export async function evaluate(
  network: Pick<Network, 'forward'>,
  set: Examples,
  hooks: PassHooks = {},
): Promise<Evaluation> {
  let lossSum: tf.Tensor = tf.scalar(0);
  const answers: tf.Tensor2D[] = [];
  for await (const batch of set.batches(EVALUATION_BATCH)) {
    const [sum, answer] = tf.tidy(() => {
      const { loss, answers } = answersTo(network, batch, hooks);
      return [tf.add(lossSum, loss), answers] as const;
    });
    tf.dispose([lossSum, batch.inputs, batch.labels]);
    lossSum = sum;
    answers.push(answer);
    // Lets the end of a parent process be noticed: evaluation may take long.
    await turn();
  }
  const all = tf.concat(answers, 1);
  // The only reads from the device, once per set.
  const [[loss], said] = await Promise.all([lossSum.data(), all.data<'int32'>()]);
  tf.dispose([lossSum, all, answers]);
  const labels = said.slice(0, set.count);
  const predicted = said.slice(set.count);
  const mistakes = labels.filter((label, i) => predicted[i] !== label).length;
  return {
    loss: loss! / set.count,
    errorPct: (100 * mistakes) / set.count,
    answers: { numbers: set.numbers, labels, predicted },
  };
}

/** Cross-entropy summed over the batch; and `[2, batch]`, int32, labels and the most likely classes. */
function answersTo(network: Pick<Network, 'forward'>, { inputs, labels }: Batch, hooks: PassHooks) {
  const logits = network.forward(inputs, { training: false, batchStatistics: [], ...hooks });
  const loss = softmaxCrossEntropy(logits, oneHot(labels, logits.shape[1]));
  const answers = tf.stack([labels, tf.argMax(logits, 1)]) as tf.Tensor2D;
  return { loss: tf.mul(loss, labels.size), answers };
}
