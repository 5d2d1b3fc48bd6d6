import util from 'node:util';
import * as tf from '@tensorflow/tfjs';
import { tensorflowBackend } from './tensorflow-backend.ts';
import { registerConvolutionGradients } from './tensorflow-convolution-gradients.ts';
import { loadPackage, TENSORFLOW_FOLDER, type TensorflowPackage } from './tensorflow-package.ts';

export interface TensorflowEngine {
  readonly seesGpu: boolean;
  /** Of the package and of the library that it binds. */
  readonly versions: Readonly<Record<string, string>>;
}

/**
 * Loads one of the bindings to libtensorflow and makes it the current backend.
 *
 * @param folder where Node.js begins to look for the package
 * @throws Error when the package is not installed or its libraries cannot be loaded; the cause is kept.
 */
export async function openTensorflow(
  name: TensorflowPackage,
  folder = TENSORFLOW_FOLDER,
): Promise<TensorflowEngine> {
  restoreRemovedUtilities();
  const binding = loadPackage(name, folder) as { version: Record<string, string> };
  if (!(await tf.setBackend('tensorflow'))) throw new Error(`${name} loaded, but its backend did not start`);
  registerConvolutionGradients();
  const { isUsingGpuDevice, binding: native } = tensorflowBackend();
  return {
    seesGpu: isUsingGpuDevice === true,
    versions: { [name]: binding.version['tfjs-node'] ?? 'unknown', libtensorflow: native.TF_Version },
  };
}

/** tfjs-node 4.22 calls two functions of which Node.js 22 warns and which later versions lack. */
function restoreRemovedUtilities(): void {
  Object.assign(util, {
    isNullOrUndefined: (value: unknown) => value === null || value === undefined,
    isArray: Array.isArray,
  });
}
