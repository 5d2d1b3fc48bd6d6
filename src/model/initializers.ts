import * as tf from '@tensorflow/tfjs';
import { randomStream } from '../random.ts';

/**
 * Normal with mean 0 and variance 2 / fan-in (He et al. 2015, "Delving Deep into Rectifiers", eq. 10). Fan-in
 * is the product of all but the last dimension.
 *
 * The numbers depend on the seed and the layer's name alone, so twins start from the same weights.
 */
export function heNormal<R extends tf.Rank>(seed: number, name: string, shape: tf.ShapeMap[R]): tf.Tensor<R> {
  const fanIn = (shape as number[]).slice(0, -1).reduce((product, size) => product * size, 1);
  const deviation = Math.sqrt(2 / fanIn);
  const { normal } = randomStream(seed, 'initialisation', name);
  const values = Float32Array.from({ length: tf.util.sizeFromShape(shape) }, () => deviation * normal());
  return tf.tensor(values, shape);
}
