import * as tf from '@tensorflow/tfjs';
import type { FusedKernels } from '../../src/engine/kernels.ts';
import { operations, registerOperations } from '../../src/engine/operations.ts';
import { addressOf, type WasmBackend } from '../../src/engine/wasm-heap.ts';

/** What was handed over, or what came of it. */
type Values = readonly tf.TensorInfo[];

/** Does some work while every kernel of the current backend, fused ones among them, is looked at after it has run. */
export async function watchKernels<R>(
  seen: (kernel: string, outputs: Values) => void,
  work: () => R | Promise<R>,
): Promise<R> {
  const backend = tf.getBackend();
  const originals = [...tf.getKernelsForBackend(backend)];
  const replaceBy = (config: tf.KernelConfig) => {
    tf.unregisterKernel(config.kernelName, backend);
    tf.registerKernel(config);
  };
  for (const config of originals) {
    replaceBy({
      ...config,
      kernelFunc(call) {
        const made = config.kernelFunc(call);
        seen(config.kernelName, [made].flat());
        return made;
      },
    });
  }
  const own = operations();
  if (own.fused) {
    const { record } = own.fused;
    const kernels = Object.entries(own.fused).filter(([, run]) => run !== record);
    const fused = kernels.map(([name, run]) => [
      name,
      (...args: unknown[]) => {
        const made = run(...args);
        seen(name, made ?? changedInPlace(args[0] as object[]));
        return made;
      },
    ]);
    registerOperations(backend, { ...own, fused: { ...Object.fromEntries(fused), record } as FusedKernels });
  }
  try {
    return await work();
  } finally {
    originals.forEach(replaceBy);
    registerOperations(backend, own);
  }
}

/** Updates write what they are given, all of it but what is new to them. */
function changedInPlace(groups: object[]): Values {
  return groups.flatMap(group =>
    Object.entries(group)
      .filter(([name]) => name !== 'gradient' && name !== 'fresh')
      .map(([, tensor]) => tensor as tf.TensorInfo),
  );
}

/** Adds one unit in the last place to the last value of a tensor in the wasm heap. */
export function addLastDigit(tensor: tf.TensorInfo): void {
  const backend = tf.backend() as unknown as WasmBackend;
  const last = addressOf(backend, tensor) + 4 * (tf.util.sizeFromShape(tensor.shape) - 1);
  new Int32Array(backend.wasm.HEAPU8.buffer, last, 1)[0]! += 1;
}
