import { z } from 'zod';
import { defineProbe } from './probe.ts';

export const shattering = defineProbe({
  name: 'shattering',
  summary:
    'how alike gradients of one logit with respect to the image are along lines between images (Balduzzi et al. 2017)',
  when: 'start',
  columns: {
    /** In steps from point to point; the line has 64. */
    distance_index: z.number(),
    /** As a share of the line. */
    distance: z.number(),
    /** Mean cosine between the gradients of two points so far apart; empty where gradients are 0. */
    correlation: z.number().nullable(),
    /** Pairs of points behind it. */
    pairs: z.number(),
  },
  keys: ['distance'],
  async measure({ network, batch }) {
    const { gradientCorrelations } = await import('./measure/shattering.ts');
    return gradientCorrelations(network, batch);
  },
});
