import * as tf from '@tensorflow/tfjs';
import { batchNormInference, batchNormTraining } from '../ops/batch-norm.ts';
import { globalAveragePool } from '../ops/global-average-pool.ts';
import { maxPool } from '../ops/max-pool.ts';
import { commonNorm, l2Norm, rootMeanSquare } from '../ops/norm.ts';
import { softmaxCrossEntropy } from '../ops/softmax-cross-entropy.ts';
import { normals, positives, withGradients } from './numbers.ts';

/** Results of one part of the battery, by what they are. */
export type Results = readonly (readonly [name: string, values: readonly tf.Tensor[]])[];

/** What one convolution is of. */
export interface ConvolutionCase {
  /** `[b, h, w, in]` */
  readonly x: [number, number, number, number];
  readonly outputs: number;
  /** Rows and columns of the filter. */
  readonly side: number;
  readonly stride: number;
}

/**
 * Channels on both sides of half a vector, one and two, for vectors of 4, 8 and 16 numbers; more images than a batch is
 * parted into; rows and columns that are odd, even, and more than the nearest cache holds.
 */
export const convolutions: readonly ConvolutionCase[] = [
  { x: [9, 5, 7, 3], outputs: 8, side: 3, stride: 1 },
  { x: [2, 8, 8, 8], outputs: 16, side: 3, stride: 2 },
  { x: [2, 7, 5, 16], outputs: 17, side: 3, stride: 1 },
  { x: [3, 6, 6, 17], outputs: 33, side: 3, stride: 2 },
  { x: [1, 9, 9, 33], outputs: 15, side: 1, stride: 1 },
  { x: [2, 8, 8, 4], outputs: 32, side: 1, stride: 2 },
  { x: [2, 13, 11, 3], outputs: 9, side: 7, stride: 2 },
  { x: [1, 20, 20, 16], outputs: 16, side: 3, stride: 1 },
  { x: [1, 4, 4, 64], outputs: 64, side: 3, stride: 1 },
];

/**
 * What kernels that compute tiles are for: tiles of 4 × 4 and 2 × 2 results, in numbers that fill blocks and do not;
 * half a vector of channels, one, two and three; an odd number of images.
 */
export const tiledConvolutions: readonly ConvolutionCase[] = [
  { x: [3, 8, 8, 8], outputs: 8, side: 3, stride: 1 },
  { x: [5, 6, 2, 8], outputs: 8, side: 3, stride: 1 },
  { x: [2, 8, 8, 16], outputs: 16, side: 3, stride: 1 },
  { x: [9, 2, 6, 16], outputs: 32, side: 3, stride: 1 },
  { x: [1, 20, 12, 32], outputs: 32, side: 3, stride: 1 },
  { x: [17, 4, 4, 32], outputs: 16, side: 3, stride: 1 },
  { x: [5, 8, 4, 48], outputs: 48, side: 3, stride: 1 },
];

/** Channels on both sides of the lengths of vectors. */
export const channelCounts = [1, 4, 7, 16, 17, 33] as const;

/** What networks are made of, one by one, forward and back, as an engine composes it. */
export function operationResults(): Results {
  return [
    ...convolutionResults(),
    ...normalisationResults(),
    ...poolingResults(),
    ...matrixResults(),
    ...rest(),
  ];
}

function convolutionResults(): Results {
  return convolutions.map(({ x: shape, outputs, side, stride }, i) => {
    const border = (side - 1) / 2;
    const pad: [number, number] = [border, border];
    const convolve = (x: tf.Tensor4D, filter: tf.Tensor4D) =>
      tf.conv2d(x, filter, stride, [[0, 0], pad, pad, [0, 0]]);
    const x = normals<tf.Rank.R4>(shape, 'convolution', i);
    const filter = normals<tf.Rank.R4>([side, side, shape[3], outputs], 'filter', i);
    return [`convolution ${i}`, withGradients(convolve, [x, filter], 'convolution', i)] as const;
  });
}

function normalisationResults(): Results {
  return channelCounts.map(channels => {
    const x = normals<tf.Rank.R4>([5, 3, 5, channels], 'normalisation', channels);
    const scale = normals<tf.Rank.R1>([channels], 'scale', channels);
    const offset = normals<tf.Rank.R1>([channels], 'offset', channels);
    const results = (['linear', 'relu'] as const).flatMap(activation => {
      const statistics: tf.Tensor1D[] = [];
      const gradients = withGradients(
        (...[images, gamma, beta]) => {
          const normalised = batchNormTraining(
            images as tf.Tensor4D,
            gamma as tf.Tensor1D,
            beta as tf.Tensor1D,
            activation,
          );
          statistics.push(normalised.mean, normalised.variance);
          return normalised.y;
        },
        [x, scale, offset] as tf.Tensor[],
        'normalisation',
        channels,
      );
      const [mean, variance] = statistics as [tf.Tensor1D, tf.Tensor1D];
      const inference = batchNormInference(x, scale, offset, mean, tf.abs(variance), activation);
      // They were kept for whoever wants them; here the surrounding `tidy` is to have them.
      const [ownMean, ownVariance] = [tf.clone(mean), tf.clone(variance)];
      tf.dispose(statistics);
      return [...gradients, ownMean, ownVariance, inference];
    });
    return [`batch normalisation of ${channels}`, results] as const;
  });
}

function poolingResults(): Results {
  return channelCounts.flatMap(channels => {
    const x = normals<tf.Rank.R4>([2, 7, 5, channels], 'pooling', channels);
    return [
      [`max pooling of ${channels}`, withGradients(maxPool, [x], 'max', channels)],
      [`mean of ${channels}`, withGradients(globalAveragePool, [x], 'mean', channels)],
    ] as const;
  });
}

function matrixResults(): Results {
  return [
    [9, 17, 10],
    [1, 33, 5],
    [16, 16, 16],
  ].flatMap(([rows, inner, columns]) =>
    [false, true].flatMap(transposeA =>
      [false, true].map(transposeB => {
        const a = normals<tf.Rank.R2>(transposeA ? [inner!, rows!] : [rows!, inner!], 'a', inner!);
        const b = normals<tf.Rank.R2>(transposeB ? [columns!, inner!] : [inner!, columns!], 'b', inner!);
        const multiply = (left: tf.Tensor2D, right: tf.Tensor2D) =>
          tf.matMul(left, right, transposeA, transposeB);
        return [
          `product ${rows} ${inner} ${columns} ${transposeA} ${transposeB}`,
          withGradients(multiply, [a, b], 'product', inner!),
        ] as const;
      }),
    ),
  );
}

/** The loss, norms, and number by number: what is left of a training step, of its probes and regularizers. */
function rest(): Results {
  const logits = normals<tf.Rank.R2>([7, 10], 'logits');
  const targets = tf.softmax(normals<tf.Rank.R2>([7, 10], 'targets'));
  const maps = normals<tf.Rank.R4>([3, 5, 7, 9], 'maps');
  const [x, y] = [normals<tf.Rank.R1>([37], 'x'), positives<tf.Rank.R1>([37], 'y')];
  const row = normals<tf.Rank.R2>([1, 37], 'row');
  const matrix = normals<tf.Rank.R2>([5, 37], 'matrix');
  return [
    ['loss', withGradients(scores => softmaxCrossEntropy(scores as tf.Tensor2D, targets), [logits], 'loss')],
    ['norms', [l2Norm(maps), rootMeanSquare(maps), commonNorm([maps, row])]],
    ['sums', [tf.sum(maps), tf.sum(matrix, 0), tf.sum(matrix, 1), tf.mean(matrix, 0), tf.mean(matrix, 1)]],
    ['pairs', [tf.add(x, y), tf.sub(x, y), tf.mul(x, y), tf.div(x, y), tf.maximum(x, y), tf.minimum(x, y)]],
    ['rows', [tf.add(matrix, row), tf.sub(matrix, row), tf.mul(matrix, row), tf.div(row, matrix)]],
    ['powers', [tf.square(x), tf.sqrt(y), tf.rsqrt(y), tf.pow(y, 3), tf.squaredDifference(x, y)]],
    [
      'functions',
      [tf.exp(x), tf.log(y), tf.sigmoid(x), tf.softmax(logits), tf.abs(x), tf.neg(x), tf.sign(x)],
    ],
    ['relu', [...withGradients(tf.relu, [x], 'relu'), tf.step(x)]],
    ['totals', [tf.addN([x, y, x]), tf.max(matrix, 1), tf.min(matrix, 1)]],
  ];
}
