import util from 'node:util';
import * as tf from '@tensorflow/tfjs';
import type { Opened } from './descriptor.ts';
import { registerRectifier } from './not-finite.ts';
import { tensorflowBackend } from './tensorflow-backend.ts';
import { registerConvolutionGradients } from './tensorflow-convolution-gradients.ts';
import { tensorflowOperations } from './tensorflow-operations.ts';
import { loadPackage, TENSORFLOW_FOLDER, type TensorflowPackage } from './tensorflow-package.ts';

export interface OpenedTensorflow extends Opened {
  readonly seesGpu: boolean;
}

// A process can hold one: what it has loaded stays.
let loaded: { readonly name: TensorflowPackage; readonly version: string } | null = null;

/**
 * Loads one of the bindings to libtensorflow, unless the process has one already, and makes it the current backend.
 *
 * @param folder where Node.js begins to look for the package
 * @throws Error when the package is not installed or its libraries cannot be loaded; the cause is kept.
 */
export async function openTensorflow(
  name: TensorflowPackage,
  folder = TENSORFLOW_FOLDER,
): Promise<OpenedTensorflow> {
  loaded ??= load(name, folder);
  if (!(await tf.setBackend('tensorflow'))) {
    throw new Error(`${loaded.name} loaded, but its backend did not start`);
  }
  registerConvolutionGradients();
  registerRectifier('tensorflow');
  const { isUsingGpuDevice, binding } = tensorflowBackend();
  return {
    seesGpu: isUsingGpuDevice === true,
    backend: 'tensorflow',
    versions: { [loaded.name]: loaded.version, libtensorflow: binding.TF_Version },
    operations: tensorflowOperations,
  };
}

function load(name: TensorflowPackage, folder: string) {
  restoreRemovedUtilities();
  const { version } = loadPackage(name, folder) as { version: Record<string, string> };
  return { name, version: version['tfjs-node'] ?? 'unknown' };
}

/** tfjs-node 4.22 calls two functions of which Node.js 22 warns and which later versions lack. */
function restoreRemovedUtilities(): void {
  Object.assign(util, {
    isNullOrUndefined: (value: unknown) => value === null || value === undefined,
    isArray: Array.isArray,
  });
}
