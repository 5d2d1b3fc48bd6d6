import * as tf from '@tensorflow/tfjs';
import { z } from 'zod';
import { defineRegularizer } from './regularizer.ts';

/** (1 − ε) · target + ε / classes. */
export const labelSmoothing = defineRegularizer({
  name: 'label-smoothing',
  summary: 'moves a share of each label to all classes alike (Szegedy et al. 2016)',
  parameters: { share: z.number().gt(0).lt(1).default(0.1).describe('share of the label that moves') },
  hooks: ({ share }) => ({
    targets: targets => tf.add(tf.mul(targets, 1 - share), share / targets.shape[1]) as tf.Tensor2D,
  }),
});
