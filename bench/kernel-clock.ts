import * as tf from '@tensorflow/tfjs';
import type { FusedKernels } from '../src/engine/kernels.ts';
import { operations, registerOperations } from '../src/engine/operations.ts';

/**
 * Runs `work` with a clock around every kernel of the current backend.
 *
 * A kernel that runs others counts for them, so that the sum is the time spent in kernels and what is left of
 * the whole is JavaScript between them. Kernels must be synchronous, as they are on every processor.
 *
 * @returns seconds by kernel name
 */
export function clockKernels(work: () => void): Record<string, number> {
  const seconds: Record<string, number> = {};
  const backend = tf.getBackend();
  // A copy: the registry changes below.
  const originals = [...tf.getKernelsForBackend(backend)];
  let depth = 0;
  const replaceBy = (config: tf.KernelConfig) => {
    tf.unregisterKernel(config.kernelName, backend);
    tf.registerKernel(config);
  };
  const clocked = <A extends unknown[], R>(name: string, run: (...args: A) => R) => {
    return (...args: A): R => {
      const started = performance.now();
      depth++;
      try {
        return run(...args);
      } finally {
        depth--;
        if (depth === 0) seconds[name] = (seconds[name] ?? 0) + (performance.now() - started) / 1000;
      }
    };
  };
  for (const config of originals) {
    replaceBy({ ...config, kernelFunc: clocked(config.kernelName, config.kernelFunc) });
  }
  const own = operations();
  const { fused } = own;
  if (fused) {
    const entries = Object.entries(fused).map(([name, run]) => [name, clocked(name, run)]);
    registerOperations(backend, { ...own, fused: Object.fromEntries(entries) as unknown as FusedKernels });
  }
  try {
    work();
  } finally {
    originals.forEach(replaceBy);
    registerOperations(backend, own);
  }
  return seconds;
}
