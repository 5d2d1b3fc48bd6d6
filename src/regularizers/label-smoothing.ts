import * as tf from '@tensorflow/tfjs';
import { z } from 'zod';
import type { Regularizer } from './regularizer.ts';

/** Moves a share ε of each target to all classes alike: (1 − ε) · target + ε / classes (Szegedy et al. 2016). */
export const labelSmoothing: Regularizer = {
  name: 'label-smoothing',
  summary: 'moves a share of each label to all classes alike; the share, default 0.1',
  strength: z.number().gt(0).lt(1).default(0.1),
  hooks: share => ({
    targets: targets => tf.add(tf.mul(targets, 1 - share), share / targets.shape[1]) as tf.Tensor2D,
  }),
};
