import type * as tf from '@tensorflow/tfjs';
import { addressOf, type WasmBackend, withOutputs } from './wasm-heap.ts';
import type { WasmKernels } from './wasm-module.ts';

/** ∂loss/∂filter of a convolution, from its input and its output gradient; NHWC, `[rows, columns, in, out]`. */
export type FilterGradient = (
  x: tf.TensorInfo,
  dy: tf.TensorInfo,
  geometry: tf.backend_util.Conv2DInfo,
) => tf.TensorInfo;

/**
 * The project's own kernel. Composed from the backend's kernels, with images playing the channels, the same gradient
 * takes four times as long: it has to be transposed and packed before it can be multiplied.
 */
export function filterGradientOf(backend: WasmBackend, kernels: WasmKernels): FilterGradient {
  return (x, dy, g) =>
    withOutputs(backend, output => {
      const dw = output(g.filterShape);
      kernels.filterGradient(
        addressOf(backend, x),
        addressOf(backend, dy),
        addressOf(backend, dw),
        g.batchSize,
        g.inHeight,
        g.inWidth,
        g.inChannels,
        g.outHeight,
        g.outWidth,
        g.outChannels,
        g.filterHeight,
        g.filterWidth,
        g.strideHeight,
        g.strideWidth,
        g.padInfo.top,
        g.padInfo.left,
      );
      return dw;
    });
}
