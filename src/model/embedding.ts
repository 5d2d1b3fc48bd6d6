import type * as tf from '@tensorflow/tfjs';
import type { EmbeddingDescription } from './describe-network.ts';
import type { Initialize } from './initializers.ts';
import type { Layer } from './layers.ts';
import type { Parameters } from './parameters.ts';

/** Numbers of symbols, `[batch, 1, columns, 1]`, to the vectors that stand for them, `[batch, 1, columns, outputs]`. */
export function embedding(
  parameters: Parameters,
  initialize: Initialize,
  { name, symbols, outputs }: EmbeddingDescription,
): Layer {
  const shape: [number, number] = [symbols, outputs];
  const table = parameters.addWeight(name, initialize<tf.Rank.R2>(name, shape));
  return numbers => numbers.embed(table as tf.Tensor2D);
}
