import { writeFile } from 'node:fs/promises';
import * as tf from '@tensorflow/tfjs';
import { buildNetwork, type Network } from '../src/model/network.ts';
import { randomStream } from '../src/random.ts';
import { architectureOf, type BenchNetwork, CHANNELS, CLASSES } from './networks.ts';

const SEED = 1;

/** The network that the benchmark trains, with the same initial weights on every engine. */
export function benchNetwork(network: BenchNetwork): Network {
  return buildNetwork({ ...architectureOf(network), seed: SEED });
}

/** Normal pixels `[batch, resolution, resolution, 3]`, and the labels in turn. */
export function benchBatch(batch: number, resolution: number): { images: Float32Array; labels: Int32Array } {
  const { normal } = randomStream(SEED, 'bench', resolution);
  return {
    images: Float32Array.from({ length: batch * resolution ** 2 * CHANNELS }, () => normal()),
    labels: Int32Array.from({ length: batch }, (_, image) => image % CLASSES),
  };
}

/**
 * Writes what contestants that are not made of this project's code start from, as 32-bit floats in this
 * machine's byte order: images, labels, then all trainable parameters from input to output.
 *
 * @returns number of trainable values
 */
export async function writeProblem(path: string, network: BenchNetwork): Promise<number> {
  const { images, labels } = benchBatch(network.batch, network.resolution);
  const { parameters, dispose } = benchNetwork(network);
  const weights = await Promise.all([...parameters.trainable.values()].map(variable => variable.data()));
  const count = parameters.count();
  dispose();
  const values = [images, Float32Array.from(labels), ...(weights as Float32Array[])];
  await writeFile(
    path,
    Buffer.concat(values.map(part => Buffer.from(part.buffer, part.byteOffset, part.byteLength))),
  );
  return count;
}

/** The batch as tensors on the current engine. */
export function batchTensors(batch: number, resolution: number) {
  const { images, labels } = benchBatch(batch, resolution);
  return {
    inputs: tf.tensor4d(images, [batch, resolution, resolution, CHANNELS]),
    labels: tf.tensor1d(labels, 'int32'),
  };
}
