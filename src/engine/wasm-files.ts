import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { openWasm, type WasmBinaries } from './wasm.ts';

/** Folder of the binaries that come with tfjs-backend-wasm. */
export const backendBinaries = new URL('.', import.meta.resolve('@tensorflow/tfjs-backend-wasm'));
/** What `native/wasm/*.ts` is compiled to. */
export const kernelsBinary = new URL('../../native/wasm/kernels.wasm', import.meta.url);

const files: WasmBinaries = {
  locateBackend: () => setWasmPaths(fileURLToPath(backendBinaries)),
  kernels: () => readFile(kernelsBinary),
};

/** `openWasm` in Node.js. */
export async function openWasmFromFiles(): Promise<{ version: string }> {
  const before = listeners();
  try {
    return await openWasm(files);
  } finally {
    // The binary's loader rethrows what nobody caught, after printing its own 60 kB of source.
    for (const [event, known] of before) {
      for (const listener of process.listeners(event as 'uncaughtException')) {
        if (!known.includes(listener)) process.removeListener(event, listener);
      }
    }
  }
}

function listeners(): [event: string, known: unknown[]][] {
  return ['uncaughtException', 'unhandledRejection'].map(event => [event, process.listeners(event as never)]);
}
