import { z } from 'zod';
import { defineProbe } from './probe.ts';

/** Where blocks change the shape, what is left of one is the shortcut of option A: in plain networks, too. */
export const lesions = defineProbe({
  name: 'lesions',
  summary: 'test error with blocks taken out of the trained network, or in another order (Veit et al. 2016)',
  when: 'end',
  columns: {
    lesion_index: z.number(),
    /** `none`; `one` block removed; `several` removed, of those that keep the shape; `swapped`, within their stages. */
    lesion: z.enum(['none', 'one', 'several', 'swapped']),
    /** Blocks removed, or pairs swapped. */
    count: z.number(),
    /** From 1: of several ways to choose as many, by chance. */
    draw: z.number(),
    /** Of the only one removed: from 1 at the input; `stage2/block3`. Else empty. */
    block_index: z.number().nullable(),
    block_name: z.string(),
    test_error_pct: z.number(),
    /** Empty where it is too large for a number. */
    test_loss: z.number().nullable(),
  },
  keys: ['count', 'draw', 'block_index'],
  async measure({ network, splits, evaluation, seed }) {
    const { lesionErrors } = await import('./measure/lesions.ts');
    return lesionErrors(network, splits, seed, evaluation);
  },
});
