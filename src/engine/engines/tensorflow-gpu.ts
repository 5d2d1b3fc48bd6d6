import type { EngineDescriptor } from '../descriptor.ts';
import { whyNotInstalled } from '../tensorflow-package.ts';
import { nvidiaDevices, tensorflowSettings } from '../tensorflow-settings.ts';

const PACKAGE = '@tensorflow/tfjs-node-gpu';

/** libtensorflow on a GPU. */
export const tensorflowGpu = {
  id: 'tensorflow-gpu',
  name: 'tensorflow',
  device: 'gpu',
  title: 'tensorflow on a GPU',
  automatic: true,
  memoryLimit: null,
  fuses: false,
  sharing: { runs: 'one', threads: 'fixed' },
  alone: true,
  arithmetic: {
    name: () => 'tensorflow-gpu',
    decidedBy: () => [...nvidiaDevices(), ...tensorflowSettings()],
  },
  whyMissing: () => whyNotInstalled(PACKAGE),
  async open() {
    const { openTensorflow } = await import('../tensorflow.ts');
    const { seesGpu, ...opened } = await openTensorflow(PACKAGE);
    // Without a GPU it is a slower tfjs-node: leave the choice to the next in line.
    if (!seesGpu) throw new Error(`${PACKAGE} is installed and sees no GPU`);
    return opened;
  },
} as const satisfies EngineDescriptor;
