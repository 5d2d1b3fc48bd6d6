import * as tf from '@tensorflow/tfjs';
import type { Splits } from '../../data/index.ts';
import { LANDSCAPE_SIDE } from '../../model/batch-sizes.ts';
import type { PassHooks } from '../../model/layers.ts';
import type { Network } from '../../model/network.ts';
import { randomStream } from '../../random.ts';
import { evaluate } from '../../train/evaluate.ts';

export interface SurfacePoint {
  readonly point_index: number;
  readonly alpha: number;
  readonly beta: number;
  /** Null where it is too large for a number. */
  readonly train_loss: number | null;
  readonly train_error_pct: number;
}

export interface SurfaceOptions {
  /** Of the directions. */
  readonly seed: number;
  /** Points on each side of the square; odd. */
  readonly side?: number | undefined;
  /** Of regularizers that evaluation has to know of. */
  readonly hooks?: PassHooks;
}

/**
 * The training loss over a square of weights around the trained ones, −1 to 1 in two random directions that are normalised
 * filter by filter (Li et al. 2018, “Visualizing the Loss Landscape of Neural Nets”, section 4). As there, biases and what
 * batch normalisation learns stay as they are. In the end all weights are what they were, to the bit.
 *
 * @param splits of which the images of the training error are evaluated
 */
export async function lossSurface(
  network: Network,
  splits: Pick<Splits, 'trainEval'>,
  { seed, side = LANDSCAPE_SIDE, hooks = {} }: SurfaceOptions,
): Promise<SurfacePoint[]> {
  const { layers } = network.parameters;
  const trained = layers.map(({ kernel }) => tf.keep(kernel.clone()));
  const directions = [1, 2].map(number =>
    layers.map(({ name, kernel }) => {
      const { normal } = randomStream(seed, 'landscape', number, name);
      return tf.tidy(() => {
        const values = Float32Array.from({ length: kernel.size }, normal);
        return filterNormalised(tf.tensor(values, kernel.shape), kernel);
      });
    }),
  ) as [tf.Tensor[], tf.Tensor[]];
  const points: SurfacePoint[] = [];
  try {
    for (const beta of steps(side)) {
      for (const alpha of steps(side)) {
        tf.tidy(() => {
          for (const [i, { kernel }] of layers.entries()) {
            const [one, other] = [tf.mul(directions[0][i]!, alpha), tf.mul(directions[1][i]!, beta)];
            kernel.assign(tf.add(trained[i]!, tf.add(one, other)));
          }
        });
        const { loss, errorPct } = await evaluate(network, splits.trainEval, hooks);
        points.push({
          point_index: points.length,
          alpha,
          beta,
          train_loss: Number.isFinite(loss) ? loss : null,
          train_error_pct: errorPct,
        });
      }
    }
  } finally {
    for (const [i, { kernel }] of layers.entries()) kernel.assign(trained[i]!);
    tf.dispose([...trained, ...directions.flat()]);
  }
  return points;
}

/** −1 to 1, with 0 in the middle. */
function steps(side: number): number[] {
  const half = (side - 1) / 2;
  return Array.from({ length: side }, (_, i) => (i - half) / half);
}

/**
 * Each filter of a direction with the length of the network's own, so that a step means as much everywhere (Li et al.
 * 2018, section 4): `[…, filters]`, where a column of a weight matrix is a filter, too.
 */
export function filterNormalised(direction: tf.Tensor, kernel: tf.Tensor): tf.Tensor {
  return tf.tidy(() => {
    const filters = kernel.shape.at(-1)!;
    const [random, own] = [direction, kernel].map(tensor => tensor.reshape([-1, filters])) as [
      tf.Tensor2D,
      tf.Tensor2D,
    ];
    const length = (x: tf.Tensor2D) => tf.sqrt(tf.sum(tf.square(x), 0, true));
    return tf.mul(random, tf.div(length(own), length(random))).reshape(kernel.shape);
  });
}
