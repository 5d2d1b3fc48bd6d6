import * as tf from '@tensorflow/tfjs';
import type { Batch } from '../../data/index.ts';
import type { Network } from '../../model/network.ts';
import type { WeightedLayer } from '../../model/parameters.ts';
import { lossAndGradients } from '../../model/training-pass.ts';
import { l2Norm } from '../../ops/norm.ts';

export interface GradientNorm {
  readonly layer: WeightedLayer;
  /** L2 norm of ∂loss/∂kernel, without weight decay. */
  readonly gradNorm: number;
  /** L2 norm of the kernel. */
  readonly weightNorm: number;
}

/** Gradient norms of every weighted layer on one batch, in training mode. Changes nothing in the network. */
export async function gradientNorms(network: Network, batch: Batch): Promise<GradientNorm[]> {
  const { layers } = network.parameters;
  const pass = lossAndGradients(network, batch);
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
