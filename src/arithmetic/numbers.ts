import * as tf from '@tensorflow/tfjs';
import { randomStream } from '../random.ts';

/** What a battery computes with: normal numbers that depend on nothing but the name of what asks for them. */
export function normals<R extends tf.Rank>(
  shape: tf.ShapeMap[R],
  ...name: (string | number)[]
): tf.Tensor<R> {
  const { normal } = randomStream(1, 'arithmetic', ...name);
  return tf.tensor(
    Float32Array.from({ length: tf.util.sizeFromShape(shape) }, normal),
    shape,
  ) as tf.Tensor<R>;
}

/** The same, of no less than a half. */
export function positives<R extends tf.Rank>(
  shape: tf.ShapeMap[R],
  ...name: (string | number)[]
): tf.Tensor<R> {
  return tf.add(0.5, tf.abs(normals<R>(shape, ...name)));
}

/**
 * What is computed without gradients and with them, and the gradients of all inputs, where what comes back is as uneven as
 * the numbers are.
 */
export function withGradients<I extends tf.Tensor>(
  compute: (...inputs: I[]) => tf.Tensor,
  inputs: I[],
  ...name: (string | number)[]
): tf.Tensor[] {
  const alone = compute(...inputs);
  const dy = normals(alone.shape as tf.ShapeMap[tf.Rank], ...name, 'dy');
  const { value, grads } = tf.valueAndGrads(compute as never)(inputs, dy);
  return [alone, value, ...grads];
}
