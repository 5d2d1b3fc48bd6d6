import type { EngineDescriptor } from '../descriptor.ts';

/** TensorFlow.js's backend in pure JavaScript: the reference that tests compare with. */
export const cpu = {
  id: 'cpu',
  name: 'cpu',
  device: 'cpu',
  title: 'cpu: the reference for tests, far too slow to train',
  automatic: false,
  memoryLimit: null,
  fuses: false,
  sharing: { runs: 'one a core', threads: 'one' },
  alone: false,
  arithmetic: { name: () => 'cpu' },
  async open() {
    const { registerRectifier } = await import('../not-finite.ts');
    const { setBackend } = await import('@tensorflow/tfjs');
    if (!(await setBackend('cpu'))) throw new Error('the backend "cpu" did not start');
    registerRectifier('cpu');
    return { backend: 'cpu', versions: {}, operations: {} };
  },
} as const satisfies EngineDescriptor;
