import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import util from 'node:util';
import * as tf from '@tensorflow/tfjs';
import { tensorflowBackend } from './tensorflow-backend.ts';
import { registerConvolutionGradients } from './tensorflow-convolution-gradients.ts';

type Package = '@tensorflow/tfjs-node-gpu' | '@tensorflow/tfjs-node';

export interface TensorflowEngine {
  readonly seesGpu: boolean;
  /** Of the package and of the library that it binds. */
  readonly versions: Readonly<Record<string, string>>;
}

/** Where `npm run install:tensorflow` puts tfjs-node; the project's own node_modules is searched after it. */
export const TENSORFLOW_FOLDER = fileURLToPath(new URL('../../native/tensorflow', import.meta.url));

/**
 * Loads one of the bindings to libtensorflow and makes it the current backend.
 *
 * @param folder where Node.js begins to look for the package
 * @throws Error when the package is not installed or its libraries cannot be loaded; the cause is kept.
 */
export async function openTensorflow(name: Package, folder = TENSORFLOW_FOLDER): Promise<TensorflowEngine> {
  restoreRemovedUtilities();
  let binding: { version: Record<string, string> };
  try {
    binding = createRequire(join(folder, 'package.json'))(name);
  } catch (cause) {
    throw new Error(`${name} ${reason(cause, name)}. ${remedies[name]}`, { cause });
  }
  if (!(await tf.setBackend('tensorflow'))) throw new Error(`${name} loaded, but its backend did not start`);
  registerConvolutionGradients();
  const { isUsingGpuDevice, binding: native } = tensorflowBackend();
  return {
    seesGpu: isUsingGpuDevice === true,
    versions: { [name]: binding.version['tfjs-node'] ?? 'unknown', libtensorflow: native.TF_Version },
  };
}

const remedies: Readonly<Record<Package, string>> = {
  '@tensorflow/tfjs-node-gpu': 'Install it: npm install --no-save @tensorflow/tfjs-node-gpu@4.22.0',
  '@tensorflow/tfjs-node':
    'Install it: npm run install:tensorflow, or npm install --no-save @tensorflow/tfjs-node@4.22.0',
};

/** tfjs-node 4.22 calls two functions of which Node.js 22 warns and which later versions lack. */
function restoreRemovedUtilities(): void {
  Object.assign(util, {
    isNullOrUndefined: (value: unknown) => value === null || value === undefined,
    isArray: Array.isArray,
  });
}

function reason(error: unknown, name: Package): string {
  const { code, message } = error as NodeJS.ErrnoException;
  const [line = ''] = message.split('\n');
  return code === 'MODULE_NOT_FOUND' && line.includes(`'${name}'`)
    ? 'is not installed'
    : `cannot be loaded: ${line}`;
}
