import { z } from 'zod';
import { defineProbe } from './probe.ts';

export const gradients = defineProbe({
  name: 'gradients',
  summary:
    'L2 norms of the loss gradient, before clipping and without weight decay, one row per weighted layer',
  always: true,
  when: 'epochs and steps',
  columns: {
    /** From 0 at the input. */
    layer_index: z.number(),
    /** `stem/conv`, `stage2/block3/conv1`, `head/dense`. */
    layer_name: z.string(),
    parameter: z.string(),
    grad_norm: z.number(),
    weight_norm: z.number(),
  },
  async measure({ network, batch }) {
    const { gradientNorms } = await import('./measure/gradient-norms.ts');
    return (await gradientNorms(network, batch)).map(({ layer, gradNorm, weightNorm }) => ({
      layer_index: layer.index,
      layer_name: layer.name,
      parameter: 'kernel',
      grad_norm: gradNorm,
      weight_norm: weightNorm,
    }));
  },
});
