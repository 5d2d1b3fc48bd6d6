/**
 * Loads tfjs-node from the folder that is named, computes one convolution on libtensorflow, and prints the
 * versions as JSON. Ends with a failure where any of this fails.
 */
import * as tf from '@tensorflow/tfjs';
import { openTensorflow } from '../../src/engine/tensorflow.ts';

const { versions } = await openTensorflow('@tensorflow/tfjs-node', process.argv[2]);
const image = tf.range(0, 16).reshape([1, 4, 4, 1]) as tf.Tensor4D;
const filter = tf.range(1, 10).reshape([3, 3, 1, 1]) as tf.Tensor4D;
const response = tf.conv2d(image, filter, 1, 'valid').dataSync().join();
// Small whole numbers: the sums are exact in any order.
if (response !== '303,348,483,528') {
  throw new Error(`a convolution whose answer is 303,348,483,528 gave ${response}`);
}
console.log(JSON.stringify(versions));
