import * as tf from '@tensorflow/tfjs';
import type { WasmBackend } from './wasm-heap.ts';

let registered = false;

/**
 * Makes a clone share its data on the wasm backend, as it does on all others.
 *
 * tfjs-backend-wasm 4.22 copies the data in `Identity`, and in a `Cast` to the type that a tensor already has.
 * tfjs clones whatever a gradient saves, so that each activation would be copied, and kept twice.
 */
export function registerSharingIdentity(): void {
  if (registered) return;
  registered = true;
  replace(tf.Identity, ({ inputs, backend }) => share(inputs.x!, backend));
  const cast = tf.getKernel(tf.Cast, 'wasm').kernelFunc;
  replace(tf.Cast, params => {
    const { x } = params.inputs as { x: tf.TensorInfo };
    return x.dtype === params.attrs?.dtype ? share(x, params.backend) : cast(params);
  });
}

function replace(kernelName: string, kernelFunc: tf.KernelFunc): void {
  tf.unregisterKernel(kernelName, 'wasm');
  tf.registerKernel({ kernelName, backendName: 'wasm', kernelFunc });
}

function share({ dataId, shape, dtype }: tf.TensorInfo, backend: unknown): tf.TensorInfo {
  (backend as WasmBackend).incRef(dataId);
  return { dataId, shape, dtype };
}
