import * as tf from '@tensorflow/tfjs';
import { z } from 'zod';
import type { Regularizer } from './regularizer.ts';

/** Scales all gradients together so that their common L2 norm is at most the given one (Pascanu et al. 2013). */
export const gradientClipping: Regularizer = {
  name: 'gradient-clipping',
  summary: 'scales all gradients to a common L2 norm of at most the number; default 1',
  strength: z.number().gt(0).default(1),
  hooks: limit => ({
    gradients(gradients) {
      const squares = [...gradients.values()].map(gradient => tf.sum(tf.square(gradient)));
      const norm = tf.sqrt(tf.addN(squares));
      const scale = tf.div(limit, tf.maximum(norm, limit));
      return new Map([...gradients].map(([name, gradient]) => [name, tf.mul(gradient, scale)]));
    },
  }),
};
