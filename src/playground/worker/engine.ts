import * as tf from '@tensorflow/tfjs';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { heapOperations } from '../../engine/heap-operations.ts';
import { registerOperations } from '../../engine/operations.ts';
import { openWasm } from '../../engine/wasm.ts';
import { decoded } from '../packed-images.ts';
import type { Binaries } from '../protocol.ts';
import type { PageEngine } from '../settings.ts';
import { openWebGpu } from './webgpu.ts';

/** Makes an engine the current one. @throws Error where the browser does not have it */
export async function openPageEngine(
  engine: PageEngine,
  binaries: Binaries,
  report: (message: string) => void,
): Promise<Record<string, string>> {
  tf.enableProdMode();
  const version = engine === 'webgpu' ? await openWebGpu(report) : await openPageWasm(binaries);
  return { '@tensorflow/tfjs': tf.version_core, ...version };
}

/** The engine `wasm`, from binaries that came with the page instead of files. */
async function openPageWasm({ backend, kernels }: Binaries): Promise<Record<string, string>> {
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
  return { '@tensorflow/tfjs-backend-wasm': version };
}
