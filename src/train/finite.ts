import * as tf from '@tensorflow/tfjs';

/** Whether all values of all tensors are numbers. Reads from the device once. */
export async function areFinite(tensors: Iterable<tf.Tensor>): Promise<boolean> {
  // 0 times infinity is no number either.
  const nothing = tf.tidy(() => tf.sum(tf.stack([...tensors].map(tensor => tf.sum(tf.mul(tensor, 0))))));
  const [sum] = await nothing.data();
  nothing.dispose();
  return Number.isFinite(sum);
}
