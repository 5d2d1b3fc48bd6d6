import * as tf from '@tensorflow/tfjs';
import { turn } from '#platform/turn.ts';
import type { Batch } from '../../data/index.ts';
import { LINE_POINTS, LINES } from '../../model/batch-sizes.ts';
import type { Network } from '../../model/network.ts';

export interface CorrelationAtDistance {
  /** In steps from point to point. */
  readonly distance_index: number;
  /** As a share of the line. */
  readonly distance: number;
  /** Mean cosine; null where no two gradients so far apart have a direction. */
  readonly correlation: number | null;
  /** Pairs of points behind it. */
  readonly pairs: number;
}

/**
 * How alike the gradients of the first logit with respect to the image are at two points of a straight line between two
 * images, by their distance (Balduzzi et al. 2017, “The Shattered Gradients Problem”, section 2). Batch normalisation
 * takes the moving statistics, so that points do not see each other. Changes nothing in the network.
 *
 * @param batch of which each line takes two images
 */
export async function gradientCorrelations(network: Network, batch: Batch): Promise<CorrelationAtDistance[]> {
  const lines = Math.min(LINES, Math.floor(batch.inputs.shape[0] / 2));
  const sums = Array.from({ length: LINE_POINTS - 1 }, () => ({ sum: 0, pairs: 0 }));
  for (let line = 0; line < lines; line++) {
    for (const { steps, cosine } of cosinesBySteps(await gradientsAlong(network, batch, line))) {
      const at = sums[steps - 1]!;
      at.sum += cosine;
      at.pairs++;
    }
    // Lets the end of a parent process be noticed.
    await turn();
  }
  return sums.map(({ sum, pairs }, i) => ({
    distance_index: i + 1,
    distance: (i + 1) / (LINE_POINTS - 1),
    correlation: pairs > 0 ? sum / pairs : null,
    pairs,
  }));
}

/** ∂logit/∂image at each point from image 2·line to the next one. */
async function gradientsAlong(network: Network, { inputs }: Batch, line: number): Promise<Float32Array[]> {
  const gradients = tf.tidy(() => {
    const from = tf.slice(inputs, 2 * line, 1);
    const step = tf.sub(tf.slice(inputs, 2 * line + 1, 1), from);
    const share = tf.linspace(0, 1, LINE_POINTS).reshape([LINE_POINTS, 1, 1, 1]);
    return inputGradients(network, tf.add(from, tf.mul(step, share)) as tf.Tensor4D);
  });
  const values = (await gradients.data()) as Float32Array;
  gradients.dispose();
  const size = values.length / LINE_POINTS;
  return Array.from({ length: LINE_POINTS }, (_, i) => values.slice(i * size, (i + 1) * size));
}

/**
 * Gradient of the first logit of each image with respect to that image, in evaluation mode.
 *
 * @param images `[batch, height, width, channels]`, the shape of what is returned
 */
export function inputGradients(network: Network, images: tf.Tensor4D): tf.Tensor4D {
  // A hook keeps layers from being fused: what is fused has gradients of weights alone.
  const boundary = (maps: tf.Tensor4D) => maps;
  const firstLogits = (x: tf.Tensor4D) => {
    const logits = network.forward(x, { training: false, batchStatistics: [], boundary });
    // In evaluation mode an image's logits depend on it alone, so that one sum has the gradients of all.
    return tf.sum(tf.slice(logits, [0, 0], [-1, 1]));
  };
  return tf.grad(firstLogits as (x: tf.Tensor) => tf.Tensor)(images) as tf.Tensor4D;
}

/**
 * Cosines of the angle between any two of these vectors, in double precision, with how many steps lie between them. Pairs
 * with a vector of length 0 are left out.
 */
export function* cosinesBySteps(
  vectors: readonly Float32Array[],
): Generator<{ readonly steps: number; readonly cosine: number }> {
  const directions = vectors.map(unit);
  for (let steps = 1; steps < directions.length; steps++) {
    for (let i = 0; i + steps < directions.length; i++) {
      const [one, other] = [directions[i], directions[i + steps]];
      if (one && other) yield { steps, cosine: product(one, other) };
    }
  }
}

/** Null for a vector of length 0. */
function unit(vector: Float32Array): Float64Array | null {
  const length = Math.sqrt(product(vector, vector));
  return length === 0 ? null : Float64Array.from(vector, value => value / length);
}

function product(one: Float32Array | Float64Array, other: Float32Array | Float64Array): number {
  let sum = 0;
  for (let i = 0; i < one.length; i++) sum += one[i]! * other[i]!;
  return sum;
}
