import { z } from 'zod';
import { defineRegularizer } from './regularizer.ts';

export const batchNorm = defineRegularizer({
  name: 'batch-norm',
  summary: 'batch normalisation after every convolution, on or off (Ioffe & Szegedy 2015)',
  parameters: { on: z.boolean().default(true).describe('whether networks have it') },
  configure: (config, { on }) => ({ ...config, network: { ...config.network, batchNorm: on } }),
});
