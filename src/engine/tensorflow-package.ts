import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The bindings to libtensorflow. */
export type TensorflowPackage = '@tensorflow/tfjs-node-gpu' | '@tensorflow/tfjs-node';

/** Where `npm run install:tensorflow` puts tfjs-node; the project's own node_modules is searched after it. */
export const TENSORFLOW_FOLDER = fileURLToPath(new URL('../../native/tensorflow', import.meta.url));

const remedies: Readonly<Record<TensorflowPackage, string>> = {
  '@tensorflow/tfjs-node-gpu': 'Install it: npm install --no-save @tensorflow/tfjs-node-gpu@4.22.0',
  '@tensorflow/tfjs-node':
    'Install it: npm run install:tensorflow, or npm install --no-save @tensorflow/tfjs-node@4.22.0',
};

/**
 * Loads a binding, which takes seconds.
 *
 * @param folder where Node.js begins to look for it
 * @throws Error that says why that is not possible, and what to do; the cause is kept
 */
export function loadPackage(name: TensorflowPackage, folder = TENSORFLOW_FOLDER): unknown {
  try {
    return requireFrom(folder)(name);
  } catch (cause) {
    throw new Error(explanation(cause, name), { cause });
  }
}

/** Why a binding is not installed, found out without loading it; `null` if it is. */
export function whyNotInstalled(name: TensorflowPackage, folder = TENSORFLOW_FOLDER): string | null {
  try {
    requireFrom(folder).resolve(name);
    return null;
  } catch (cause) {
    return explanation(cause, name);
  }
}

function requireFrom(folder: string): NodeJS.Require {
  return createRequire(join(folder, 'package.json'));
}

function explanation(error: unknown, name: TensorflowPackage): string {
  const { code, message } = error as NodeJS.ErrnoException;
  const [line = ''] = message.split('\n');
  const isMissing = code === 'MODULE_NOT_FOUND' && line.includes(`'${name}'`);
  return `${name} ${isMissing ? 'is not installed' : `cannot be loaded: ${line}`}. ${remedies[name]}`;
}
