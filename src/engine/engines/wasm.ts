import type { EngineDescriptor } from '../descriptor.ts';
import { WASM_HEAP_BYTES } from '../limits.ts';

/** WebAssembly with the gradients that TensorFlow.js lacks there: runs wherever Node.js does. */
export const wasm = {
  id: 'wasm',
  name: 'wasm',
  device: 'cpu',
  title: 'wasm: needs nothing',
  automatic: true,
  memoryLimit: WASM_HEAP_BYTES,
  fuses: false,
  // Node.js gives WebAssembly one thread.
  sharing: { runs: 'one a core', threads: 'one' },
  alone: false,
  arithmetic: { name: () => 'wasm' },
  async open() {
    const { openWasmFromFiles } = await import('../wasm-files.ts');
    const { heapOperations } = await import('../heap-operations.ts');
    const { version } = await openWasmFromFiles();
    return {
      backend: 'wasm',
      versions: { '@tensorflow/tfjs-backend-wasm': version },
      operations: heapOperations,
    };
  },
} as const satisfies EngineDescriptor;
