import * as tf from '@tensorflow/tfjs';
import { fusedMapsOf } from './fused-maps.ts';
import type { Maps } from './maps.ts';
import { Tape } from './tape.ts';

/**
 * Images through layers to pooled features on an engine with fused kernels, as a single operation of tfjs.
 *
 * @param images `[b, h, w, c]`
 * @param variables those that the layers train
 * @param layers convolutions with batch normalisation, sums of them, poolings: what has no fused kernel throws an Error
 *   where a gradient is wanted
 */
export function throughFusedLayers(
  images: tf.Tensor4D,
  variables: readonly tf.Variable[],
  layers: (maps: Maps) => tf.Tensor2D,
): tf.Tensor2D {
  const isRecording = tf.engine().state.gradientDepth > 0;
  if (!isRecording) return layers(fusedMapsOf(images, null));
  const operation = tf.customGrad(() => {
    const tape = new Tape(variables);
    const value = layers(fusedMapsOf(images, tape));
    return { value, gradFunc: (dy: tf.Tensor2D) => tape.backward(dy) };
  });
  return operation(...variables) as tf.Tensor2D;
}
