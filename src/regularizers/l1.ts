import * as tf from '@tensorflow/tfjs';
import { z } from 'zod';
import type { Regularizer } from './regularizer.ts';

/** Lasso: λ · Σ|w|, whose gradient is λ · sign(w), on filters and weight matrices. */
export const l1: Regularizer = {
  name: 'l1',
  summary: 'penalty λ·Σ|w| on weights (lasso); λ, default 1e-5',
  strength: z.number().gt(0).default(1e-5),
  hooks: lambda => ({ penaltyGradient: weights => tf.mul(tf.sign(weights), lambda) }),
};
