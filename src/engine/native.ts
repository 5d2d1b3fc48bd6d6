import * as tf from '@tensorflow/tfjs';
import type { Opened } from './descriptor.ts';
import { heapOperations } from './heap-operations.ts';
import { loadNativeAddon } from './native-addon.ts';
import { NativeCalls } from './native-calls.ts';
import { nativeFusedKernels } from './native-fused.ts';
import { registerNativeKernels } from './native-kernels.ts';
import type { Operations } from './operations.ts';
import { openWasmFromFiles } from './wasm-files.ts';
import type { WasmBackend } from './wasm-heap.ts';

// One for the thread: its instance of the addon reads arguments from one place.
let calls: NativeCalls | null = null;
let operations: Operations;

/**
 * Makes `native` the current backend: the wasm backend under a second name, with its tensors in the same heap, where
 * compiled kernels take the place of those that cost the most time.
 *
 * @param threads that share the work of a kernel
 * @throws Error that says why the compiled kernels cannot be used here, and how to get them
 */
export async function openNative(threads: number): Promise<Opened> {
  const addon = loadNativeAddon();
  const { level } = addon.info();
  const { version } = await openWasmFromFiles();
  if (!calls) {
    const wasm = tf.backend();
    calls = new NativeCalls(addon, wasm as unknown as WasmBackend);
    tf.registerBackend('native', () => wasm);
    tf.copyRegisteredKernels('wasm', 'native');
    registerNativeKernels(wasm as unknown as WasmBackend, calls);
    operations = { ...heapOperations, fused: nativeFusedKernels(wasm as unknown as WasmBackend, calls) };
  }
  calls.run('setThreads', { threads });
  if (!(await tf.setBackend('native'))) throw new Error('the backend "native" did not start');
  const versions = { '@tensorflow/tfjs-backend-wasm': version, kernels: level };
  return { backend: 'native', versions, operations };
}
