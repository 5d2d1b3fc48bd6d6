import * as tf from '@tensorflow/tfjs';
import { z } from 'zod';
import { randomStream } from '../random.ts';
import type { Regularizer } from './regularizer.ts';

/**
 * Dropout of the pooled features before the last layer (Srivastava et al. 2014), scaled by 1/(1 − rate) in
 * training so that means stay and evaluation needs no change.
 */
export const dropout: Regularizer = {
  name: 'dropout',
  summary: 'drops features before the last layer; probability of dropping, default 0.2',
  strength: z.number().gt(0).lt(1).default(0.2),
  hooks: rate => ({
    features(features, { seed, step }) {
      const { uniform } = randomStream(seed, 'dropout', step);
      const kept = Float32Array.from({ length: features.size }, () =>
        uniform() < rate ? 0 : 1 / (1 - rate),
      );
      return tf.mul(features, tf.tensor2d(kept, features.shape));
    },
  }),
};
