import util from 'node:util';
import * as tf from '@tensorflow/tfjs';

type Package = '@tensorflow/tfjs-node-gpu' | '@tensorflow/tfjs-node';

export interface TensorflowEngine {
  readonly package: Package;
  readonly seesGpu: boolean;
  readonly version: string;
}

/**
 * Loads one of the bindings to libtensorflow and makes it the current backend.
 *
 * @throws Error when the package is not installed or its libraries cannot be loaded; the cause is kept.
 */
export async function openTensorflow(name: Package): Promise<TensorflowEngine> {
  restoreRemovedUtilities();
  let binding: { version: Record<string, string> };
  try {
    binding = await import(name);
  } catch (cause) {
    const missing = (cause as NodeJS.ErrnoException).code === 'ERR_MODULE_NOT_FOUND';
    const reason = missing ? 'is not installed' : `cannot be loaded: ${firstLine(cause)}`;
    throw new Error(`${name} ${reason}. Install it: npm install --no-save ${name}@4.22.0`, { cause });
  }
  if (!(await tf.setBackend('tensorflow'))) throw new Error(`${name} loaded, but its backend did not start`);
  const backend = tf.backend() as unknown as { isUsingGpuDevice: boolean };
  return {
    package: name,
    seesGpu: backend.isUsingGpuDevice === true,
    version: binding.version['tfjs-node'] ?? binding.version.tfjs ?? 'unknown',
  };
}

/** tfjs-node 4.22 calls two functions that Node 23 removed. */
function restoreRemovedUtilities(): void {
  const old = util as unknown as Record<string, unknown>;
  old.isNullOrUndefined ??= (value: unknown) => value === null || value === undefined;
  old.isArray ??= Array.isArray;
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0]!.replace(/[\s.]+$/, '');
}
