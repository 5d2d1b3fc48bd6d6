import * as tf from '@tensorflow/tfjs';
import { z } from 'zod';
import type { Regularizer } from './regularizer.ts';

/** Ridge: λ/2 · Σw², whose gradient is λ · w, on filters and weight matrices; beside the recipe's weight decay. */
export const l2: Regularizer = {
  name: 'l2',
  summary: 'penalty λ/2·Σw² on weights (ridge), beside the recipe’s weight decay; λ, default 1e-4',
  strength: z.number().gt(0).default(1e-4),
  hooks: lambda => ({ penaltyGradient: weights => tf.mul(weights, lambda) }),
};
