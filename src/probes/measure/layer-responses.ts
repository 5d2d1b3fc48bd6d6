import * as tf from '@tensorflow/tfjs';
import type { Batch } from '../../data/index.ts';
import type { PassHooks } from '../../model/layers.ts';
import type { Passable } from '../../model/network.ts';
import type { WeightedLayer } from '../../model/parameters.ts';
import { channelMean } from '../../ops/channels.ts';
import { rootMeanSquare } from '../../ops/norm.ts';

export interface LayerResponse {
  readonly layer: WeightedLayer;
  readonly std: number;
}

/**
 * Standard deviation of each convolution's response, after batch normalisation and before addition or ReLU, in
 * evaluation mode (He et al. 2015, Fig. 7).
 *
 * @param hooks of regularizers that evaluation has to know of
 */
export async function layerResponses(
  network: Passable,
  { inputs }: Batch,
  hooks: PassHooks = {},
): Promise<LayerResponse[]> {
  const observed: { layer: WeightedLayer; std: tf.Tensor }[] = [];
  const deviations = tf.tidy(() => {
    network.forward(inputs, {
      training: false,
      batchStatistics: [],
      ...hooks,
      observe(layerIndex, response) {
        // Kept, because what a layer makes is gone when it returns.
        const std = tf.keep(standardDeviation(response));
        observed.push({ layer: network.parameters.layers[layerIndex]!, std });
      },
    });
    return tf.stack(observed.map(({ std }) => std));
  });
  tf.dispose(observed.map(({ std }) => std));
  const values = await deviations.data();
  deviations.dispose();
  return observed.map(({ layer }, position) => ({ layer, std: values[position]! }));
}

/** Over all elements: within channels, and between them. */
function standardDeviation(x: tf.Tensor4D): tf.Tensor {
  return tf.tidy(() => rootMeanSquare(tf.sub(x, tf.mean(channelMean(x)))));
}
