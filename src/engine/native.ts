import * as tf from '@tensorflow/tfjs';
import type { Level } from '../../native/toolchain.ts';
import { loadNativeAddon } from './native-addon.ts';
import { openWasm } from './wasm.ts';

export interface NativeEngine {
  /** Of tfjs-backend-wasm, which keeps the tensors. */
  readonly version: string;
  readonly level: Level;
}

/**
 * Makes `native` the current backend: the wasm backend under a second name, with its tensors in the same heap, where
 * compiled kernels take the place of those that cost the most time.
 *
 * @throws Error that says why the compiled kernels cannot be used here, and how to get them
 */
export async function openNative(): Promise<NativeEngine> {
  const { level } = loadNativeAddon().info();
  const { version } = await openWasm();
  if (!tf.findBackend('native')) {
    const wasm = tf.backend();
    tf.registerBackend('native', () => wasm);
    tf.copyRegisteredKernels('wasm', 'native');
  }
  if (!(await tf.setBackend('native'))) throw new Error('the backend "native" did not start');
  return { version, level };
}
