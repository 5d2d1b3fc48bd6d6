import type { EngineDescriptor } from '../descriptor.ts';
import { whyNotInstalled } from '../tensorflow-package.ts';
import { tensorflowSettings } from '../tensorflow-settings.ts';

const PACKAGE = '@tensorflow/tfjs-node';

/** libtensorflow on the processor. */
export const tensorflowCpu = {
  id: 'tensorflow-cpu',
  name: 'tensorflow',
  device: 'cpu',
  title: 'tensorflow on the processor',
  automatic: true,
  memoryLimit: null,
  fuses: false,
  // Sums are split among threads.
  sharing: { runs: 'one a core', threads: 'fixed' },
  alone: true,
  arithmetic: { name: ({ threads }) => `tensorflow-cpu-${threads}t`, decidedBy: tensorflowSettings },
  whyMissing: () => whyNotInstalled(PACKAGE),
  async open() {
    const { openTensorflow } = await import('../tensorflow.ts');
    const { seesGpu: _, ...opened } = await openTensorflow(PACKAGE);
    return opened;
  },
} as const satisfies EngineDescriptor;
