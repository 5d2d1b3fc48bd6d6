import * as tf from '@tensorflow/tfjs';
import { convolutionInfo } from './convolution-info.ts';
import type { FilterGradient } from './wasm-filter-gradient.ts';

type Size2 = [rows: number, columns: number];
type Padding4 = [Size2, Size2, Size2, Size2];

/**
 * Registers both gradients of `conv2d` for the wasm backend.
 *
 * tfjs-backend-wasm 4.22 has no `Conv2DBackpropFilter`, which is a kernel of ours, and computes
 * `Conv2DBackpropInput` in a scalar loop, which is written here with its fast forward convolution. Layout is
 * NHWC, filters are `[rows, columns, in, out]`; any stride, any padding, no dilation.
 */
export function registerConvolutionGradients(filterGradient: FilterGradient): void {
  if (tf.getKernel(tf.Conv2DBackpropFilter, 'wasm')) return;
  tf.registerKernel({
    kernelName: tf.Conv2DBackpropFilter,
    backendName: 'wasm',
    kernelFunc({ inputs, attrs }) {
      const { x, dy } = inputs as { x: tf.Tensor4D; dy: tf.Tensor4D };
      const attributes = attrs as unknown as tf.Conv2DBackpropFilterAttrs;
      return filterGradient(x, dy, convolutionInfo(x.shape, attributes.filterShape, attributes));
    },
  });
  tf.unregisterKernel(tf.Conv2DBackpropInput, 'wasm');
  tf.registerKernel({
    kernelName: tf.Conv2DBackpropInput,
    backendName: 'wasm',
    kernelFunc({ inputs, attrs }) {
      const { dy, filter } = inputs as { dy: tf.Tensor4D; filter: tf.Tensor4D };
      const attributes = attrs as unknown as tf.Conv2DBackpropInputAttrs;
      const shape = convolutionInfo(attributes.inputShape, filter.shape, attributes);
      return tf.tidy(() => inputGradient(dy, filter, shape));
    },
  });
}

/**
 * ∂loss/∂x: the (dilated) output gradient convolved with the filter turned by 180° and with in and out
 * channels exchanged.
 */
function inputGradient(dy: tf.Tensor4D, filter: tf.Tensor4D, g: tf.backend_util.Conv2DInfo): tf.Tensor4D {
  const turned = turnAndExchange(filter);
  const spread = dilate(dy, [g.strideHeight, g.strideWidth]);
  const rows = g.filterHeight - 1 - g.padInfo.top;
  const columns = g.filterWidth - 1 - g.padInfo.left;
  // Trailing pixels of the input that no window saw get zeros; trailing zeros too many are cut off.
  return convolve(spread, turned, [
    [rows, g.inHeight - spread.shape[1] + g.filterHeight - 1 - rows],
    [columns, g.inWidth - spread.shape[2] + g.filterWidth - 1 - columns],
  ]);
}

/**
 * The filter turned by 180°, with in and out channels exchanged. Its taps are put in reverse order by a
 * product with a permutation matrix, which is exact; `tf.reverse` and `tf.gather` take 30 times as long here.
 */
function turnAndExchange(filter: tf.Tensor4D): tf.Tensor4D {
  const [rows, columns, inputs, outputs] = filter.shape;
  const taps = rows * columns;
  const exchanged = tf.transpose(filter, [0, 1, 3, 2]) as tf.Tensor4D;
  if (taps === 1) return exchanged;
  // The product packs its right operand, keyed by the buffer: it must be a fresh one, not the filter's own.
  const flat = exchanged.reshape([taps, outputs * inputs]) as tf.Tensor2D;
  return tf.matMul(reversal(taps), flat).reshape(exchanged.shape);
}

const reversals = new Map<number, tf.Tensor2D>();

/** The matrix with ones on its anti-diagonal, made once per size. */
function reversal(size: number): tf.Tensor2D {
  let matrix = reversals.get(size);
  if (!matrix) {
    const values = new Float32Array(size * size);
    for (let row = 0; row < size; row++) values[row * size + (size - 1 - row)] = 1;
    matrix = tf.keep(tf.tensor2d(values, [size, size]));
    reversals.set(size, matrix);
  }
  return matrix;
}

/** A convolution of stride 1 whose padding may be negative: then that many rows or columns are cut off. */
function convolve(x: tf.Tensor4D, filter: tf.Tensor4D, padding: [Size2, Size2]): tf.Tensor4D {
  const [rows, columns] = padding;
  const cut = (side: Size2) => side.map(size => Math.max(0, -size)) as Size2;
  const [top, bottom] = cut(rows);
  const [left, right] = cut(columns);
  const [batch, height, width, channels] = x.shape;
  const kept =
    top + bottom + left + right === 0
      ? x
      : tf.slice(x, [0, top, left, 0], [batch, height - top - bottom, width - left - right, channels]);
  const explicit: Padding4 = [[0, 0], rows, columns, [0, 0]];
  const padding4 = explicit.map(side => side.map(size => Math.max(0, size))) as Padding4;
  return tf.conv2d(kept, filter, 1, padding4);
}

/**
 * Puts `stride − 1` zeros behind each pixel and each row: `[b, h, w, c]` → `[b, h·s, w·s, c]`. Written as
 * padding of matrices, because padding the channels of a pixel is the same as inserting pixels behind it.
 */
function dilate(x: tf.Tensor4D, [strideRows, strideColumns]: Size2): tf.Tensor4D {
  if (strideRows === 1 && strideColumns === 1) return x;
  const [batch, height, width, channels] = x.shape;
  const padBehind = (rows: tf.Tensor, size: number) =>
    tf.pad(rows, [
      [0, 0],
      [0, size],
    ]);
  const pixels = padBehind(x.reshape([batch * height * width, channels]), channels * (strideColumns - 1));
  const rowSize = width * strideColumns * channels;
  const rows = padBehind(pixels.reshape([batch * height, rowSize]), rowSize * (strideRows - 1));
  return rows.reshape([batch, height * strideRows, width * strideColumns, channels]);
}
