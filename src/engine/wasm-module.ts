import type { WasmBackend } from './wasm-heap.ts';

// TypeScript describes this global with the browser's others, which do not exist here.
declare const WebAssembly: {
  instantiate(
    binary: Uint8Array,
    imports: object,
  ): Promise<{ readonly instance: { readonly exports: unknown } }>;
};

/** `native/wasm/*.ts`, compiled: all sizes are counts, all addresses bytes. */
export interface WasmKernels {
  filterGradient(
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
  ): void;
  maxPool(
    x: number,
    y: number,
    batch: number,
    height: number,
    width: number,
    channels: number,
    outHeight: number,
    outWidth: number,
    rows: number,
    columns: number,
    strideY: number,
    strideX: number,
    top: number,
    left: number,
  ): void;
  rectify(x: number, y: number, count: number): void;
}

/** Loads the project's own kernels into the heap of the wasm backend, where they read and write tensors in place. */
export async function loadWasmKernels(backend: WasmBackend, binary: Uint8Array): Promise<WasmKernels> {
  const { instance } = await WebAssembly.instantiate(binary, { env: { memory: backend.wasm.asm.memory } });
  return instance.exports as WasmKernels;
}
