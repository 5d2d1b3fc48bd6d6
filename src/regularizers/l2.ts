import * as tf from '@tensorflow/tfjs';
import { z } from 'zod';
import { defineRegularizer } from './regularizer.ts';

/** Its gradient is λ · w. */
export const l2 = defineRegularizer({
  name: 'l2',
  summary:
    'penalty λ/2·Σw² on filters and weight matrices, beside the recipe’s weight decay (ridge, Hoerl 1970)',
  parameters: { lambda: z.number().gt(0).default(1e-4).describe('λ, in nats per squared unit of weight') },
  hooks: ({ lambda }) => ({ penaltyGradient: weights => tf.mul(weights, lambda) }),
});
