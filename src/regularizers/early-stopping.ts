import { z } from 'zod';
import { defineRegularizer } from './regularizer.ts';

export const earlyStopping = defineRegularizer({
  name: 'early-stopping',
  summary:
    'stops when the validation error has not fallen for a while, and returns to the best weights (Prechelt 1998)',
  parameters: { patience: z.int().min(1).default(5).describe('epochs without a new best before it stops') },
  needsValidation: true,
  hooks: ({ patience }) => ({
    afterEpoch(epochs) {
      const now = epochs.at(-1)!;
      const best = epochs.reduce((a, b) => (b.valErrorPct! < a.valErrorPct! ? b : a));
      return { remember: best === now, stop: now.epoch - best.epoch >= patience };
    },
  }),
});
