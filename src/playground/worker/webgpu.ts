import * as tf from '@tensorflow/tfjs';
import { type WebGPUBackend, webgpu_util } from '@tensorflow/tfjs-backend-webgpu';
import { registerRectifier } from '../../engine/not-finite.ts';

/** Whose errors are heard already. */
const heard = new WeakSet<object>();

/**
 * The graphics processor, by WebGPU: TensorFlow.js's own kernels alone. Its sums come in no fixed order, so that the
 * same step twice may differ in its last digits.
 *
 * @param report of what fails while it computes, which WebGPU says to nobody otherwise
 * @throws Error where the browser has none
 */
export async function openWebGpu(report: (message: string) => void): Promise<Record<string, string>> {
  const isThere = webgpu_util.isWebGPUSupported() && (await tf.setBackend('webgpu').catch(() => false));
  if (!isThere) {
    throw new Error('this browser has no WebGPU here, or it is switched off; choose the engine wasm');
  }
  registerRectifier('webgpu');
  const { device } = tf.backend() as WebGPUBackend;
  if (!heard.has(device)) {
    heard.add(device);
    device.addEventListener('uncapturederror', ({ error }) => report(`WebGPU: ${error.message}`));
  }
  return { '@tensorflow/tfjs-backend-webgpu': tf.version_core };
}
