import * as tf from '@tensorflow/tfjs';
import {
  fusedAveragePixels,
  fusedConvolution,
  fusedConvolutionGradients,
  fusedMovingAverage,
  fusedNormalise,
  fusedNormaliseGradients,
  fusedSpreadPixels,
  hasFusedKernels,
} from '../engine/fused-kernels.ts';
import type { Normalisation } from '../engine/kernels.ts';
import { normals, positives } from './numbers.ts';
import {
  type ConvolutionCase,
  channelCounts,
  convolutions,
  type Results,
  tiledConvolutions,
} from './operations.ts';

/** Kernels that do several operations at once, one by one; nothing on engines that have none. */
export function fusedResults(): Results {
  if (!hasFusedKernels()) return [];
  return [
    ...convolutionResults('convolution', convolutions),
    ...convolutionResults('tiled convolution', tiledConvolutions),
    ...plainResults(tiledConvolutions),
    ...normalisationResults(),
    ...averages(),
  ];
}

function convolutionResults(name: string, cases: readonly ConvolutionCase[]): Results {
  return cases.flatMap(({ x: shape, outputs, side, stride }, i) => {
    const x = normals<tf.Rank.R4>(shape, 'convolution', i);
    const filter = normals<tf.Rank.R4>([side, side, shape[3], outputs], 'filter', i);
    return [false, true].map(relu => {
      const norm = normalisation(shape[3], relu);
      const { y, statistics } = fusedConvolution(x, norm, filter, stride, true);
      const dy = normals<tf.Rank.R4>(y.shape, 'dy', i);
      const incomplete = { tensor: y, norm: normalisation(outputs, relu), sums: sumsOf(outputs) };
      const added = relu ? normals<tf.Rank.R4>(shape, 'added', i) : null;
      const wanted = { filter: true, input: true };
      const complete = fusedConvolutionGradients(dy, null, x, norm, filter, stride, wanted);
      const other = fusedConvolutionGradients(dy, incomplete, x, norm, filter, stride, wanted, added);
      const values = [complete, other].flatMap(({ filter: dw, input, sums }) => [
        dw!,
        input!,
        sums!.offset,
        sums!.scale,
      ]);
      return [`fused ${name} ${i} ${relu}`, [y, statistics!.mean, statistics!.variance, ...values]] as const;
    });
  });
}

/** The same kernels with nothing to do on the way. */
function plainResults(cases: readonly ConvolutionCase[]): Results {
  return cases.map(({ x: shape, outputs, side, stride }, i) => {
    const x = normals<tf.Rank.R4>(shape, 'convolution', i);
    const filter = normals<tf.Rank.R4>([side, side, shape[3], outputs], 'filter', i);
    const { y } = fusedConvolution(x, null, filter, stride, false);
    const dy = normals<tf.Rank.R4>(y.shape, 'dy', i);
    const wanted = { filter: true, input: true };
    const gradients = fusedConvolutionGradients(dy, null, x, null, filter, stride, wanted);
    return [`plain convolution ${i}`, [y, gradients.filter!, gradients.input!]] as const;
  });
}

function normalisationResults(): Results {
  return channelCounts.flatMap(channels =>
    [false, true].map(relu => {
      const x = normals<tf.Rank.R4>([9, 3, 5, channels], 'normalisation', channels);
      const shortcut = relu ? normals<tf.Rank.R4>(x.shape, 'shortcut', channels) : null;
      const norm = normalisation(channels, relu);
      const y = fusedNormalise(x, norm, shortcut);
      const dy = normals<tf.Rank.R4>(x.shape, 'dy', channels);
      const { before, sums } = fusedNormaliseGradients(dy, x, norm, y);
      return [`fused normalisation of ${channels} ${relu}`, [y, before, sums.offset, sums.scale]] as const;
    }),
  );
}

function averages(): Results {
  return channelCounts.map(channels => {
    const x = normals<tf.Rank.R4>([3, 7, 5, channels], 'averages', channels);
    const pooled = fusedAveragePixels(x);
    const spread = fusedSpreadPixels(pooled, x.shape);
    const moving = tf.variable(normals<tf.Rank.R1>([channels], 'moving', channels), false);
    fusedMovingAverage([{ moving, fresh: normals<tf.Rank.R1>([channels], 'fresh', channels) }], 0.1);
    const average = tf.add(moving, 0);
    moving.dispose();
    return [`averages of ${channels}`, [pooled, spread, average]] as const;
  });
}

function normalisation(channels: number, relu: boolean): Normalisation {
  return {
    mean: normals([channels], 'mean', channels),
    variance: positives([channels], 'variance', channels),
    varianceFactor: 0.75,
    scale: normals([channels], 'scale', channels),
    offset: normals([channels], 'offset', channels),
    epsilon: 1e-5,
    relu,
  };
}

function sumsOf(channels: number) {
  return {
    offset: normals<tf.Rank.R1>([channels], 'offset sum', channels),
    scale: normals<tf.Rank.R1>([channels], 'scale sum', channels),
  };
}
