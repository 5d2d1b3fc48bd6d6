import * as tf from '@tensorflow/tfjs';
import { withOwnGradient } from './custom-gradient.ts';
import { nothingOf } from './not-finite.ts';
import type { BatchNormOutput, Operations } from './operations.ts';
import { type OpAttributes, runTensorflowOp } from './tensorflow-backend.ts';

/** What libtensorflow does in its own way. */
export const tensorflowOperations: Operations = {
  batchNormTraining,
  // tfjs-node 4.22 pools with no padding but that of a name.
  maxPool: (x, filterSize, strides, pad) =>
    tf.add(tf.maxPool(tf.pad(x, pad, Number.NEGATIVE_INFINITY), filterSize, strides, 'valid'), nothingOf(x)),
};

/**
 * Batch normalisation in one operation of TensorFlow forward and one backward, which TensorFlow.js does not use. The
 * backend `tensorflow` must be current.
 */
function batchNormTraining(
  x: tf.Tensor4D,
  scale: tf.Tensor1D,
  offset: tf.Tensor1D,
  activation: 'linear' | 'relu',
  epsilon: number,
): BatchNormOutput {
  const attributes = { is_training: true, epsilon, data_format: 'NHWC' };
  let mean!: tf.Tensor1D;
  let variance!: tf.Tensor1D;
  const y = withOwnGradient(
    [x, scale, offset],
    (input, gamma, beta) => {
      // In training it takes no moving statistics; the variance that it returns is the unbiased one already.
      const none = tf.tensor1d([], 'float32');
      const inputs = [input, gamma, beta, none, none];
      const [normalised, m, v, ...reserved] = runTensorflowOp('FusedBatchNormV3', attributes, inputs, 6);
      mean = tf.keep(m as tf.Tensor1D);
      variance = tf.keep(v as tf.Tensor1D);
      const value = (activation === 'relu' ? tf.relu(normalised!) : normalised!) as tf.Tensor4D;
      return { value, saved: [input, gamma, ...reserved, ...(activation === 'relu' ? [value] : [])] };
    },
    (dy, ...saved) => gradient(dy, saved, attributes),
  );
  return { y, mean, variance };
}

/** Gradients of x, scale and offset. An output is saved only where a ReLU made it. */
function gradient(
  dy: tf.Tensor,
  saved: readonly tf.Tensor[],
  attributes: OpAttributes,
): [x: tf.Tensor, scale: tf.Tensor, offset: tf.Tensor] {
  const [x, gamma, reserved1, reserved2, reserved3, y] = saved as readonly [tf.Tensor, ...tf.Tensor[]];
  const masked = y ? runTensorflowOp('ReluGrad', {}, [dy, y], 1)[0]! : dy;
  const inputs = [masked, x, gamma!, reserved1!, reserved2!, reserved3!];
  return runTensorflowOp('FusedBatchNormGradV3', attributes, inputs, 5).slice(0, 3) as [
    tf.Tensor,
    tf.Tensor,
    tf.Tensor,
  ];
}
