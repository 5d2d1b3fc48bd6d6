import * as tf from '@tensorflow/tfjs';
import { version_wasm } from '@tensorflow/tfjs-backend-wasm';
import { registerConvolutionGradients } from './wasm-convolution-gradients.ts';
import { filterGradientOf } from './wasm-filter-gradient.ts';
import type { WasmBackend } from './wasm-heap.ts';
import { registerSharingIdentity } from './wasm-identity.ts';
import { registerMaxPoolGradient } from './wasm-max-pool-gradient.ts';
import { loadWasmKernels } from './wasm-module.ts';
import { registerNotFinite } from './wasm-not-finite.ts';
import { registerRows } from './wasm-rows.ts';

/** Where the two binaries come from: files in Node.js, the page itself in a browser. */
export interface WasmBinaries {
  /** Tells tfjs-backend-wasm of its own, before it starts. */
  locateBackend(): void;
  /** The project's, `native/wasm/kernels.wasm`. */
  kernels(): Promise<Uint8Array>;
}

let registered = false;

/**
 * Makes `wasm` the current backend, with the gradient kernels that it lacks or computes slowly, and those that lose what is no number.
 *
 * @throws Error when the processor has no SIMD for WebAssembly or the binary cannot be loaded.
 */
export async function openWasm(binaries: WasmBinaries): Promise<{ version: string }> {
  binaries.locateBackend();
  registerSharingIdentity();
  // setBackend may answer false while getBackend() already names the backend that failed.
  if (!(await tf.setBackend('wasm'))) throw new Error('the WebAssembly backend did not start');
  if (!registered) {
    registered = true;
    const kernels = await loadWasmKernels(wasmBackend(), await binaries.kernels());
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

/** Bytes that the wasm heap occupies now. It grows, and never shrinks. */
export function wasmHeapBytes(): number {
  return wasmBackend().wasm.HEAPU8.length;
}
