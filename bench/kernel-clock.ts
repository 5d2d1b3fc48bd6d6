import * as tf from '@tensorflow/tfjs';

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
  for (const config of originals) {
    const { kernelName, kernelFunc } = config;
    replaceBy({
      ...config,
      kernelFunc(params) {
        const started = performance.now();
        depth++;
        try {
          return kernelFunc(params);
        } finally {
          depth--;
          if (depth === 0) {
            seconds[kernelName] = (seconds[kernelName] ?? 0) + (performance.now() - started) / 1000;
          }
        }
      },
    });
  }
  try {
    work();
  } finally {
    originals.forEach(replaceBy);
  }
  return seconds;
}
