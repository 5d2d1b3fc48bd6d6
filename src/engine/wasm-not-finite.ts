import * as tf from '@tensorflow/tfjs';
import { addressOf, type WasmBackend, withOutputs } from './wasm-heap.ts';
import type { WasmKernels } from './wasm-module.ts';

/**
 * Replaces kernels of tfjs-backend-wasm 4.22 that lose what is no number: convolutions and average pooling make minus
 * infinity of it, which ReLU makes 0, and maximum pooling passes it over. A ReLU here makes no number of minus infinity,
 * so that it does not matter which of the two it was.
 */
export function registerNotFinite(backend: WasmBackend, kernels: WasmKernels): void {
  const rectify = (x: tf.TensorInfo, y: tf.TensorInfo) => {
    kernels.rectify(addressOf(backend, x), addressOf(backend, y), tf.util.sizeFromShape(x.shape));
    return y;
  };

  replace(tf.Relu, otherwise => call => {
    const { x } = call.inputs as { x: tf.TensorInfo };
    return x.dtype === 'float32'
      ? withOutputs(backend, output => rectify(x, output(x.shape)))
      : otherwise(call);
  });

  for (const fused of [tf.FusedConv2D, tf.FusedDepthwiseConv2D, tf._FusedMatMul]) {
    replace(fused, otherwise => call => {
      const activation = call.attrs?.activation;
      if (activation !== 'relu') return otherwise(call);
      const y = otherwise({ ...call, attrs: { ...call.attrs, activation: 'linear' } }) as tf.TensorInfo;
      return rectify(y, y);
    });
  }

  replace(tf.MaxPool, () => ({ inputs, attrs }) => {
    const { x } = inputs as { x: tf.TensorInfo };
    const { filterSize, strides, pad, dimRoundingMode } = attrs as unknown as tf.MaxPoolAttrs;
    if (x.dtype !== 'float32')
      throw new Error(`maximum pooling on wasm wants float32 values; got ${x.dtype}`);
    const g = tf.backend_util.computePool2DInfo(
      x.shape as [number, number, number, number],
      filterSize,
      strides,
      1,
      pad as Parameters<typeof tf.backend_util.computePool2DInfo>[4],
      dimRoundingMode,
    );
    return withOutputs(backend, output => {
      const y = output(g.outShape);
      kernels.maxPool(
        addressOf(backend, x),
        addressOf(backend, y),
        g.batchSize,
        g.inHeight,
        g.inWidth,
        g.inChannels,
        g.outHeight,
        g.outWidth,
        g.filterHeight,
        g.filterWidth,
        g.strideHeight,
        g.strideWidth,
        g.padInfo.top,
        g.padInfo.left,
      );
      return y;
    });
  });
}

/** @param make gets the kernel that was there before */
function replace(kernelName: string, make: (otherwise: tf.KernelFunc) => tf.KernelFunc): void {
  const { kernelFunc } = tf.getKernel(kernelName, 'wasm');
  tf.unregisterKernel(kernelName, 'wasm');
  tf.registerKernel({ kernelName, backendName: 'wasm', kernelFunc: make(kernelFunc) });
}
