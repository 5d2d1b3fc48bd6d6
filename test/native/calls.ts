import type * as tf from '@tensorflow/tfjs';
import type { NativeAddon } from '../../src/engine/native-addon.ts';
import { NativeCalls } from '../../src/engine/native-calls.ts';
import type { WasmBackend } from '../../src/engine/wasm-heap.ts';
// Whoever calls kernels in tests shares a process with files that wait for these.
import './fixtures.ts';

/** Calls kernels with tensors that `at` places, in memory of any kind. */
export function callsOn(addon: NativeAddon, memory: Pick<WasmBackend['wasm'], 'HEAPU8'>): NativeCalls {
  const dataIdMap = { get: (place: tf.DataId) => place as { memoryOffset: number } };
  return new NativeCalls(addon, { wasm: memory, dataIdMap } as unknown as WasmBackend);
}

/** A tensor that begins at a byte of the memory, whether it can lie there or not. */
export function at(memoryOffset: number, ...shape: number[]): tf.TensorInfo {
  return { dataId: { memoryOffset }, shape, dtype: 'float32' };
}
