import { buildFolder, readRecord } from '../../../native/record.ts';
import type { EngineDescriptor } from '../descriptor.ts';
import { WASM_HEAP_BYTES } from '../limits.ts';
import { whyPassedOver } from '../native-addon.ts';

/** Compiled kernels that work on the tensors of the wasm backend, in place. */
export const native = {
  id: 'native',
  name: 'native',
  device: 'cpu',
  title: 'native: compiled kernels',
  automatic: true,
  memoryLimit: WASM_HEAP_BYTES,
  fuses: true,
  // Every sum is added up in one order, however many threads share the work.
  sharing: { runs: 'one a core', threads: 'idle cores' },
  alone: false,
  arithmetic: {
    name: ({ versions }) => `native-${versions.kernels}`,
    decidedBy: () => [readRecord(buildFolder())?.binary ?? 'not built'],
    // Kernels that are built anew are another arithmetic, or may be; their folder is the machine's.
    folder: buildFolder,
  },
  whyPassedOver: () => whyPassedOver(),
  async open(threads) {
    const { openNative } = await import('../native.ts');
    return openNative(threads);
  },
} as const satisfies EngineDescriptor;
