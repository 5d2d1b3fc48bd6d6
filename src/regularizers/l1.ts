import * as tf from '@tensorflow/tfjs';
import { z } from 'zod';
import { defineRegularizer } from './regularizer.ts';

/** Its gradient is λ · sign(w). */
export const l1 = defineRegularizer({
  name: 'l1',
  summary: 'penalty λ·Σ|w| on filters and weight matrices (lasso, Tibshirani 1996)',
  parameters: { lambda: z.number().gt(0).default(1e-5).describe('λ, in nats per unit of weight') },
  hooks: ({ lambda }) => ({ penaltyGradient: weights => tf.mul(tf.sign(weights), lambda) }),
});
