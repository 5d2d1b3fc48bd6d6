import * as tf from '@tensorflow/tfjs';
import type { ImageSplits } from '../../data/images/image-set.ts';
import { head } from '../../data/images/subset.ts';
import type { TextSet } from '../../data/text/text-set.ts';
import { onOneLine } from '../../data/text/tokens.ts';
import type { Splits } from '../../data/types.ts';
import type { PassHooks } from '../../model/layers.ts';
import type { Network } from '../../model/network.ts';
import { l2Norm } from '../../ops/norm.ts';
import { firstOf } from '../../train/measure.ts';
import type { AnswersTold, Examples } from '../protocol.ts';

/** Test examples that a reader sees each network's answers to. */
const EXAMPLES = 8;
/** Characters of a text that are shown. */
const BEGINNING = 160;

/** L2 norms of the gradients of all weighted layers, in their order. Waits for the device. */
export async function normsOf(
  { parameters: { layers } }: Network,
  gradients: ReadonlyMap<string, tf.Tensor>,
): Promise<number[]> {
  const norms = tf.tidy(() => tf.stack(layers.map(({ parameter }) => l2Norm(gradients.get(parameter)!))));
  const values = [...(await norms.data())];
  norms.dispose();
  return values;
}

/** The first test images, as they are. */
export function imageExamples({ test }: ImageSplits): Examples {
  const { images, labels, resolution } = head(test, EXAMPLES);
  return { images: { pixels: images.slice(), resolution }, labels: [...labels] };
}

/** The beginnings of the first test texts. */
export function textExamples({ texts, labels }: TextSet, { test }: Splits): Examples {
  const chosen = Array.from({ length: EXAMPLES }, (_, place) => test.numbers![place]!);
  return {
    texts: chosen.map(
      index =>
        `${onOneLine(texts[index]!)
          .slice(0, BEGINNING)
          .replace(/\s+\S*$/, '')} …`,
    ),
    labels: chosen.map(index => labels[index]!),
  };
}

/** What a network takes the first test examples for, in evaluation mode. */
export async function answersTo(network: Network, { test }: Splits, hooks: PassHooks): Promise<AnswersTold> {
  const batch = await firstOf(test, EXAMPLES);
  const shares = tf.tidy(() =>
    tf.softmax(network.forward(batch.inputs, { training: false, batchStatistics: [], ...hooks })),
  );
  const all = (await shares.array()) as number[][];
  tf.dispose([shares, batch.inputs, batch.labels]);
  const predicted = all.map(row => row.indexOf(Math.max(...row)));
  return { type: 'answers', predicted, shares: all.map((row, i) => row[predicted[i]!]!) };
}
