import { readFile } from 'node:fs/promises';
import type * as tf from '@tensorflow/tfjs';
import { addressOf, type WasmBackend } from './wasm-heap.ts';

// TypeScript describes this global with the browser's others, which do not exist here.
declare const WebAssembly: {
  instantiate(
    binary: Uint8Array,
    imports: object,
  ): Promise<{ readonly instance: { readonly exports: Readonly<Record<string, unknown>> } }>;
};

/** `native/wasm/filter-gradient.ts`, compiled: all sizes are counts, all addresses bytes. */
type Kernel = (
  x: number,
  dy: number,
  dw: number,
  batch: number,
  height: number,
  width: number,
  inputs: number,
  outHeight: number,
  outWidth: number,
  outputs: number,
  rows: number,
  columns: number,
  strideY: number,
  strideX: number,
  top: number,
  left: number,
) => void;

/** ∂loss/∂filter of a convolution, from its input and its output gradient; NHWC, `[rows, columns, in, out]`. */
export type FilterGradient = (
  x: tf.TensorInfo,
  dy: tf.TensorInfo,
  geometry: tf.backend_util.Conv2DInfo,
) => tf.TensorInfo;

/**
 * Loads the project's own kernel into the heap of the wasm backend, where it reads and writes tensors in place.
 * Composed from the backend's kernels, with images playing the channels, the same gradient takes four times as
 * long: it has to be transposed and packed before it can be multiplied.
 */
export async function loadFilterGradient(backend: WasmBackend): Promise<FilterGradient> {
  const binary = await readFile(new URL('../../native/wasm/filter-gradient.wasm', import.meta.url));
  const { instance } = await WebAssembly.instantiate(binary, { env: { memory: backend.wasm.asm.memory } });
  const kernel = instance.exports.filterGradient as Kernel;
  return (x, dy, g) => {
    const dw = backend.makeOutput(g.filterShape, 'float32');
    kernel(
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
  };
}
