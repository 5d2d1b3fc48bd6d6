import * as tf from '@tensorflow/tfjs';
import { z } from 'zod';
import { defineRegularizer } from './regularizer.ts';

/** Scaled by 1/(1 − rate) in training, so that means stay and evaluation needs no change. */
export const dropout = defineRegularizer({
  name: 'dropout',
  summary: 'sets pooled features before the last layer to zero at random (Srivastava et al. 2014)',
  parameters: { rate: z.number().gt(0).lt(1).default(0.2).describe('probability of dropping a feature') },
  hooks: ({ rate }) => ({
    features(features, { random }) {
      const kept = Float32Array.from({ length: features.size }, () =>
        random.uniform() < rate ? 0 : 1 / (1 - rate),
      );
      return tf.mul(features, tf.tensor2d(kept, features.shape));
    },
  }),
});
