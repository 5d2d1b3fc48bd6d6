import * as tf from '@tensorflow/tfjs';
import { assembleBatch } from '../../data/images/assemble.ts';
import type { ImageSplits } from '../../data/images/image-set.ts';
import { head } from '../../data/images/subset.ts';
import type { PassHooks } from '../../model/layers.ts';
import type { Network } from '../../model/network.ts';
import { l2Norm } from '../../ops/norm.ts';
import type { AnswersTold, Ready } from '../protocol.ts';

/** Test images that a reader sees each network's answers to. */
const EXAMPLES = 8;

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
export function examplesOf({ test }: ImageSplits): Ready['examples'] {
  const { images, labels, resolution } = head(test, EXAMPLES);
  return { pixels: images.slice(), labels: [...labels], resolution };
}

/** What a network takes them for, in evaluation mode. */
export async function answersTo(
  network: Network,
  images: ImageSplits,
  hooks: PassHooks,
): Promise<AnswersTold> {
  const { resolution } = images.test;
  const { inputs } = assembleBatch(images.test, images, 0, EXAMPLES);
  const shares = tf.tidy(() => {
    const maps = tf.tensor4d(inputs, [EXAMPLES, resolution, resolution, 3]);
    return tf.softmax(network.forward(maps, { training: false, batchStatistics: [], ...hooks }));
  });
  const all = (await shares.array()) as number[][];
  shares.dispose();
  const predicted = all.map(row => row.indexOf(Math.max(...row)));
  return { type: 'answers', predicted, shares: all.map((row, i) => row[predicted[i]!]!) };
}
