import * as tf from '@tensorflow/tfjs';
import { BATCH_NORM_EPSILON } from '../ops/batch-norm.ts';
import { channelMean } from '../ops/channels.ts';
import type { BatchStatistics } from './layers.ts';
import { buildNetwork, type Network, type NetworkOptions } from './network.ts';

/**
 * A deeper plain network that computes what a shallower one does: the solution by construction of He et al. 2015,
 * section 1. Layers that both have are copied. The others, in blocks that keep their input's shape, are the identity for
 * what a ReLU puts out: a filter passes every channel on as it is, and batch normalisation gives back the mean and the
 * deviation that it takes away. In evaluation mode that is exact but for rounding, whatever these are; in training mode
 * for `images` themselves, and for other batches as far as theirs are alike.
 *
 * The shallow network is left as it is; the caller owns both.
 *
 * @param shallow of basic blocks in the original order, at least one in each stage
 * @param options of the deep network: those of the shallow one but for the depth
 * @param images `[batch, side, side, 3]`, on which means and deviations are measured
 */
export function growNetwork(shallow: Network, options: NetworkOptions, images: tf.Tensor4D): Network {
  const deep = buildNetwork(options);
  const known = valuesOf(shallow);
  const boundaries = momentsAtBoundaries(shallow, images);
  const inputs = inputsOfAddedBlocks(shallow, deep);
  tf.tidy(() => {
    for (const [name, variable] of valuesOf(deep)) {
      const momentsOfInput = () => boundaries[inputs.get(blockOf(name))!]!;
      variable.assign(known.get(name) ?? identityValue(name, variable, momentsOfInput()));
    }
  });
  tf.dispose(boundaries.flatMap(({ mean, variance }) => [mean, variance]));
  return deep;
}

/** Trainable parameters and moving statistics, by name. */
function valuesOf({ parameters: { trainable, statistics } }: Network): Map<string, tf.Variable> {
  return new Map([...trainable, ...statistics]);
}

/** `stage1/block2/conv1/kernel` → `stage1/block2`. */
function blockOf(parameter: string): string {
  return parameter.split('/').slice(0, 2).join('/');
}

/** Of each block that only the deep network has, the boundary of the shallow one whose maps it will get. */
function inputsOfAddedBlocks(shallow: Network, deep: Network): Map<string, number> {
  const places = new Map(shallow.blocks.map(({ name }, index) => [name, index + 1]));
  let place = 0;
  const inputs = new Map<string, number>();
  for (const { name } of deep.blocks) {
    place = places.get(name) ?? place;
    if (!places.has(name)) inputs.set(name, place);
  }
  return inputs;
}

/** By channel, `[c]`. */
interface Moments {
  readonly mean: tf.Tensor1D;
  /** Biased, by which a batch in training is divided; evaluation would take any. */
  readonly variance: tf.Tensor1D;
}

/** Of what goes from block to block in training mode: 0 is after the stem, n after block n. The caller disposes them. */
function momentsAtBoundaries(network: Network, images: tf.Tensor4D): Moments[] {
  const moments: Moments[] = [];
  const batchStatistics: BatchStatistics[] = [];
  tf.tidy(() => {
    network.forward(images, {
      training: true,
      batchStatistics,
      boundary(maps, index) {
        const { mean, variance } = momentsOf(maps);
        // Kept, because what a layer makes is gone when it returns.
        moments[index] = { mean: tf.keep(mean), variance: tf.keep(variance) };
        return maps;
      },
    });
  });
  tf.dispose(batchStatistics.flatMap(({ mean, variance }) => [mean, variance]));
  return moments;
}

function momentsOf(maps: tf.Tensor4D): Moments {
  // Copies: on wasm the values of a reshaped tensor remember the shape that they had before.
  const mean = tf.mul(channelMean(maps), 1) as tf.Tensor1D;
  const squares = tf.square(tf.sub(maps, mean)) as tf.Tensor4D;
  return { mean, variance: tf.mul(channelMean(squares), 1) as tf.Tensor1D };
}

/** What makes a layer of an added block the identity of maps with these moments. */
function identityValue(name: string, { shape }: tf.Variable, { mean, variance }: Moments): tf.Tensor {
  const role = name.slice(name.lastIndexOf('/') + 1);
  switch (role) {
    case 'kernel':
      return identityFilter(shape as [number, number, number, number]);
    case 'mean':
    case 'offset':
      return mean;
    case 'variance':
      return variance;
    case 'scale':
      return tf.sqrt(tf.add(variance, BATCH_NORM_EPSILON));
    default:
      throw new Error(`no identity is known for "${name}"`);
  }
}

/** `[rows, columns, c, c]` with 1 in the centre from each channel to itself, else 0. */
function identityFilter([rows, columns, inputs, outputs]: [number, number, number, number]): tf.Tensor4D {
  const values = new Float32Array(rows * columns * inputs * outputs);
  const centre = ((rows - 1) / 2) * columns + (columns - 1) / 2;
  for (let channel = 0; channel < inputs; channel++) {
    values[(centre * inputs + channel) * outputs + channel] = 1;
  }
  return tf.tensor4d(values, [rows, columns, inputs, outputs]);
}
