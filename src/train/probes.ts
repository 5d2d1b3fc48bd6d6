import * as tf from '@tensorflow/tfjs';
import type { Batch } from '../data/index.ts';
import type { Network } from '../model/network.ts';
import type { WeightedLayer } from '../model/parameters.ts';
import { channelMean } from '../ops/channels.ts';
import { l2Norm, rootMeanSquare } from '../ops/norm.ts';
import { lossAndGradients, updateMovingStatistics } from './step.ts';

export interface GradientNorm {
  readonly layer: WeightedLayer;
  /** L2 norm of ∂loss/∂kernel, without weight decay. */
  readonly gradNorm: number;
  /** L2 norm of the kernel. */
  readonly weightNorm: number;
}

/**
 * Gradient norms of every weighted layer on one batch, in training mode. Changes nothing in the network, but
 * with `calibrate` the moving statistics become those of the batch.
 */
export async function gradientNorms(
  network: Network,
  batch: Batch,
  { calibrate = false } = {},
): Promise<GradientNorm[]> {
  const { layers } = network.parameters;
  const pass = lossAndGradients(network, batch);
  if (calibrate) updateMovingStatistics(pass.batchStatistics, 1);
  const norms = tf.tidy(() =>
    tf.stack(
      layers.flatMap(({ parameter, kernel }) => [l2Norm(pass.gradients.get(parameter)!), l2Norm(kernel)]),
    ),
  );
  pass.dispose();
  const values = await norms.data();
  norms.dispose();
  return layers.map((layer, position) => ({
    layer,
    gradNorm: values[2 * position]!,
    weightNorm: values[2 * position + 1]!,
  }));
}

export interface LayerResponse {
  readonly layer: WeightedLayer;
  readonly std: number;
}

/**
 * Standard deviation of each convolution's response, after batch normalisation and before addition or ReLU, in
 * evaluation mode (He et al. 2015, Fig. 7).
 */
export async function layerResponses(network: Network, { inputs }: Batch): Promise<LayerResponse[]> {
  const observed: { layer: WeightedLayer; std: tf.Tensor }[] = [];
  const deviations = tf.tidy(() => {
    network.forward(inputs, {
      training: false,
      batchStatistics: [],
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
