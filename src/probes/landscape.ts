import { z } from 'zod';
import { defineProbe } from './probe.ts';

export const landscape = defineProbe({
  name: 'landscape',
  summary:
    'training loss around the trained weights, in two filter-normalised random directions (Li et al. 2018)',
  when: 'end',
  columns: {
    point_index: z.number(),
    /** Steps along the first direction and the second: the weights are trained + alpha · first + beta · second. */
    alpha: z.number(),
    beta: z.number(),
    /** On the images of the training error, in evaluation mode; empty where it is too large for a number. */
    train_loss: z.number().nullable(),
    train_error_pct: z.number(),
  },
  keys: ['alpha', 'beta'],
  async measure({ network, splits, evaluation, seed, landscapeSide }) {
    const { lossSurface } = await import('./measure/landscape.ts');
    return lossSurface(network, splits, { seed, side: landscapeSide, hooks: evaluation });
  },
});
