import * as tf from '@tensorflow/tfjs';
import jStat from 'jstat';
import { oneHot } from '../../model/training-pass.ts';

export interface RegressionOptions {
  readonly classes: number;
  /** Of the penalty. Default 0.001, which for 1,000 images is what scikit-learn takes. */
  readonly decay?: number;
  /** Slope of the loss that counts as none. Default 1e-6, what single precision can tell from 0. */
  readonly tolerance?: number;
  /** At most. Default 1,000; features of networks take some dozens, perfectly separable ones some hundreds. */
  readonly steps?: number;
}

/**
 * Multinomial logistic regression: the weights `[features, classes]` that make
 *
 *     mean cross-entropy + decay / 2 · ‖weights‖²
 *
 * smallest. The penalty makes them unique and finite, so that nothing here is random or depends on where it starts. A
 * bias is the weight of a feature that is always 1. The caller disposes the weights.
 *
 * Each step applies the inverse of ½·XᵀX/n + decay, which bounds the second derivative whatever the weights (Böhning
 * 1992, “Multinomial logistic regression algorithm”): no step can be too large, and correlated features cost no more
 * of them. Nesterov's momentum is given up whenever it points uphill (O'Donoghue and Candès 2015, “Adaptive restart”).
 * The engine sums over images, the host keeps the weights, which are few, in double precision.
 *
 * @param x features, `[images, features]`
 * @param labels `[images]`
 */
export async function fitSoftmaxRegression(
  x: tf.Tensor2D,
  labels: tf.Tensor1D,
  { classes, decay = 1e-3, tolerance = 1e-6, steps = 1000 }: RegressionOptions,
): Promise<tf.Tensor2D> {
  const [images, features] = x.shape;
  const shape: [number, number] = [features, classes];
  const [meanOver, targets] = tf.tidy(() => [
    // Once: on wasm a transposed operand of every product would be ten times slower.
    tf.div(tf.transpose(x), images) as tf.Tensor2D,
    oneHot(labels, classes),
  ]) as [tf.Tensor2D, tf.Tensor2D];
  const inverse = await inverseBound(x, meanOver, decay);
  let weights = new Float64Array(features * classes);
  let ahead = weights;
  for (let step = 0, age = 0; step < steps; step++) {
    const slopes = tf.tidy(() => {
      const probabilities = tf.softmax(tf.matMul(x, tf.tensor2d(Float32Array.from(ahead), shape)));
      return tf.matMul(meanOver, tf.sub(probabilities, targets));
    });
    const ofLoss = await slopes.data();
    slopes.dispose();
    const gradient = ahead.map((weight, at) => ofLoss[at]! + decay * weight);
    if (gradient.every(slope => Math.abs(slope) <= tolerance)) break;
    const change = product(inverse, gradient, classes);
    const next = ahead.map((weight, at) => weight - change[at]!);
    const last = weights;
    const rise = gradient.reduce((sum, slope, at) => sum + slope * (next[at]! - last[at]!), 0);
    age = rise > 0 ? 0 : age + 1;
    const momentum = age / (age + 3);
    ahead = next.map((weight, at) => weight + momentum * (weight - last[at]!));
    weights = next;
  }
  tf.dispose([meanOver, targets]);
  return tf.tensor2d(Float32Array.from(ahead), shape);
}

/** (½·XᵀX/n + decay)⁻¹, by rows. */
async function inverseBound(x: tf.Tensor2D, meanOver: tf.Tensor2D, decay: number): Promise<number[][]> {
  const moments = tf.matMul(meanOver, x);
  const rows = (await moments.array()) as number[][];
  moments.dispose();
  return jStat.inv(rows.map((row, i) => row.map((moment, j) => moment / 2 + (i === j ? decay : 0))));
}

/** Of a square matrix, by rows, and one of `columns`, flat. */
function product(left: readonly (readonly number[])[], right: Float64Array, columns: number): Float64Array {
  const result = new Float64Array(right.length);
  for (const [i, row] of left.entries()) {
    for (const [j, factor] of row.entries()) {
      for (let c = 0; c < columns; c++) result[i * columns + c]! += factor * right[j * columns + c]!;
    }
  }
  return result;
}
