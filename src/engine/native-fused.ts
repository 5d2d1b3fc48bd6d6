import * as tf from '@tensorflow/tfjs';
import { poolingInfo } from './convolution-info.ts';
import type { FusedKernels } from './kernels.ts';
import type { NativeArguments, NativeCalls } from './native-calls.ts';
import { NativeRecording } from './native-recording.ts';
import { type MakeOutput, type WasmBackend, withOutputs } from './wasm-heap.ts';

/** The compiled kernels that do several operations at once. */
export function nativeFusedKernels(backend: WasmBackend, calls: NativeCalls): FusedKernels {
  const make = (kernel: (output: MakeOutput) => tf.TensorInfo[]) =>
    withOutputs(backend, output =>
      kernel(shape => {
        const made = output(shape);
        calls.recorder?.made(made);
        return made;
      }),
    );
  return {
    convolution: (x, norm, filter, stride, withStatistics) =>
      make(output => {
        const channels = filter.shape[3]!;
        const y = output(outShape(x.shape, filter.shape, stride));
        const sizes = centredSizes(x.shape, filter.shape, y.shape, stride);
        const statistics = withStatistics ? { mean: output([channels]), variance: output([channels]) } : null;
        calls.run('convolution', { sizes, x, norm, filter, y, statistics });
        return statistics ? [y, statistics.mean, statistics.variance] : [y];
      }),

    convolutionGradients: (dy, incomplete, x, norm, filter, stride, wanted, added) =>
      make(output => {
        const channels = x.shape[3]!;
        const filterGradient = wanted.filter ? output(filter.shape) : null;
        const inputGradient = wanted.input ? output(x.shape) : null;
        const sums = wanted.input && norm ? { offset: output([channels]), scale: output([channels]) } : null;
        calls.run('convolutionGradients', {
          sizes: centredSizes(x.shape, filter.shape, dy.shape, stride),
          gradient: dy,
          incomplete,
          x,
          norm,
          filter,
          filterGradient,
          inputGradient,
          added,
          sums,
        });
        return [filterGradient, inputGradient, sums?.offset, sums?.scale].filter(made => made != null);
      }),

    normalise: (x, norm, shortcut) =>
      make(output => {
        const y = output(x.shape);
        calls.run('normalise', { sizes: imageSizes(x.shape), x, norm, y, shortcut });
        return [y];
      }),

    normaliseGradients: (dy, x, norm, y) =>
      make(output => {
        const channels = x.shape[3]!;
        const before = output(x.shape);
        const sums = { offset: output([channels]), scale: output([channels]) };
        calls.run('normaliseGradients', {
          sizes: imageSizes(x.shape),
          gradient: dy,
          x,
          norm,
          y,
          before,
          sums,
        });
        return [before, sums.offset, sums.scale];
      }),

    averagePixels: x =>
      make(output => {
        const y = output([x.shape[0]!, x.shape[3]!]);
        calls.run('averagePixels', { sizes: imageSizes(x.shape), x, y });
        return [y];
      }),

    spreadPixels: (dy, shape) =>
      make(output => {
        const dx = output(shape);
        calls.run('spreadPixels', { sizes: imageSizes(shape), dy, dx });
        return [dx];
      }),

    maxPool: (x, pooling) =>
      make(output => {
        const sizes = poolingInfo(x.shape, pooling);
        const y = output(sizes.outShape);
        calls.run('maxPool', { sizes, x, y });
        return [y];
      }),

    maxPoolGradient: (dy, x, pooling) =>
      make(output => {
        const dx = output(x.shape);
        calls.run('maxPoolGradient', { sizes: poolingInfo(x.shape, pooling), dy, x, dx });
        return [dx];
      }),

    embed: (numbers, table) =>
      make(output => {
        const [symbols, channels] = table.shape as [number, number];
        const y = output([...numbers.shape.slice(0, 3), channels]);
        calls.run('embed', { sizes: { places: sizeOf(numbers), symbols, channels }, numbers, table, y });
        return [y];
      }),

    embedGradient: (dy, numbers, symbols) =>
      make(output => {
        const channels = dy.shape[3]!;
        const gradient = output([symbols, channels]);
        const sizes = { places: sizeOf(numbers), symbols, channels };
        calls.run('embedGradient', { sizes, numbers, dy, gradient });
        return [gradient];
      }),

    momentumUpdate(updates, { rate, momentum, weightDecay }) {
      calls.run('momentumUpdate', { rate, momentum, weightDecay, updates });
    },

    movingAverage(pairs, rate) {
      calls.run('movingAverage', { rate, pairs });
    },

    record: () => new NativeRecording(backend, calls),
  };
}

function outShape(x: readonly number[], filter: readonly number[], stride: number): number[] {
  return [x[0]!, Math.ceil(x[1]! / stride), Math.ceil(x[2]! / stride), filter[3]!];
}

/** Of a convolution whose filter has odd sides and is centred on its pixel. */
function centredSizes(
  x: readonly number[],
  filter: readonly number[],
  y: readonly number[],
  stride: number,
): NativeArguments<'convolution'>['sizes'] {
  const [filterHeight, filterWidth] = filter as [number, number];
  return {
    batchSize: x[0]!,
    inHeight: x[1]!,
    inWidth: x[2]!,
    inChannels: x[3]!,
    outHeight: y[1]!,
    outWidth: y[2]!,
    outChannels: y[3]!,
    filterHeight,
    filterWidth,
    strideHeight: stride,
    strideWidth: stride,
    padInfo: { top: (filterHeight - 1) / 2, left: (filterWidth - 1) / 2 },
  };
}

function imageSizes(shape: readonly number[]): NativeArguments<'normalise'>['sizes'] {
  const [batch, height, width, channels] = shape as [number, number, number, number];
  return { batch, pixels: height * width, channels };
}

function sizeOf({ shape }: tf.TensorInfo): number {
  return tf.util.sizeFromShape(shape);
}
