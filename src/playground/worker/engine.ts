import * as tf from '@tensorflow/tfjs';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { heapOperations } from '../../engine/heap-operations.ts';
import { registerOperations } from '../../engine/operations.ts';
import { openWasm } from '../../engine/wasm.ts';
import { decoded } from '../packed-images.ts';
import type { Binaries } from '../protocol.ts';

/** The engine `wasm`, from binaries that came with the page instead of files. */
export async function openPageEngine({ backend, kernels }: Binaries): Promise<Record<string, string>> {
  tf.enableProdMode();
  // As in Node.js: a pool of threads would be another arithmetic, and other files.
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  const { version } = await openWasm({
    locateBackend() {
      tf.env().platform.fetch = async path => {
        if (!path.endsWith('-simd.wasm')) throw new Error('this browser has no SIMD for WebAssembly');
        return new Response(decoded(backend) as BufferSource);
      };
      setWasmPaths('', true);
    },
    kernels: async () => decoded(kernels),
  });
  registerOperations('wasm', heapOperations);
  return { '@tensorflow/tfjs': tf.version_core, '@tensorflow/tfjs-backend-wasm': version };
}
