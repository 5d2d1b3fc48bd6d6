import { fileURLToPath } from 'node:url';
import * as tf from '@tensorflow/tfjs';
import { setWasmPaths, version_wasm } from '@tensorflow/tfjs-backend-wasm';
import { registerConvolutionGradients } from './wasm-convolution-gradients.ts';
import { filterGradientOf } from './wasm-filter-gradient.ts';
import type { WasmBackend } from './wasm-heap.ts';
import { registerSharingIdentity } from './wasm-identity.ts';
import { registerMaxPoolGradient } from './wasm-max-pool-gradient.ts';
import { loadWasmKernels } from './wasm-module.ts';
import { registerNotFinite } from './wasm-not-finite.ts';
import { registerRows } from './wasm-rows.ts';

let registered = false;

/**
 * Makes `wasm` the current backend, with the gradient kernels that it lacks or computes slowly, and those that lose what is no number.
 *
 * @throws Error when the processor has no SIMD for WebAssembly or the binary cannot be loaded.
 */
export async function openWasm(): Promise<{ version: string }> {
  const binaries = new URL('.', import.meta.resolve('@tensorflow/tfjs-backend-wasm'));
  setWasmPaths(fileURLToPath(binaries));
  registerSharingIdentity();
  const before = listeners();
  // setBackend may answer false while getBackend() already names the backend that failed.
  if (!(await tf.setBackend('wasm'))) throw new Error('the WebAssembly backend did not start');
  // The binary's loader rethrows what nobody caught, after printing its own 60 kB of source.
  for (const [event, known] of before) {
    for (const listener of process.listeners(event as 'uncaughtException')) {
      if (!known.includes(listener)) process.removeListener(event, listener);
    }
  }
  if (!registered) {
    registered = true;
    const kernels = await loadWasmKernels(wasmBackend());
    registerConvolutionGradients(filterGradientOf(wasmBackend(), kernels));
    registerMaxPoolGradient();
    registerRows();
    registerNotFinite(wasmBackend(), kernels);
  }
  return { version: version_wasm };
}

function wasmBackend(): WasmBackend {
  return tf.backend() as unknown as WasmBackend;
}

function listeners(): [event: string, known: unknown[]][] {
  return ['uncaughtException', 'unhandledRejection'].map(event => [event, process.listeners(event as never)]);
}

/** Bytes that the wasm heap occupies now. It grows, and never shrinks. */
export function wasmHeapBytes(): number {
  return wasmBackend().wasm.HEAPU8.length;
}
