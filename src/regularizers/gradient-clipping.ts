import * as tf from '@tensorflow/tfjs';
import { z } from 'zod';
import { commonNorm } from '../ops/norm.ts';
import { defineRegularizer } from './regularizer.ts';

export const gradientClipping = defineRegularizer({
  name: 'gradient-clipping',
  summary: 'scales all gradients together when their common L2 norm is too long (Pascanu et al. 2013)',
  parameters: { norm: z.number().gt(0).default(1).describe('longest norm of all gradients together') },
  hooks: ({ norm: limit }) => ({
    gradients(gradients) {
      const norm = commonNorm([...gradients.values()]);
      // A norm that does not fit into single precision is divergence: a scale of 0 would make a standstill of it.
      const scale = tf.add(tf.div(limit, tf.maximum(norm, limit)), tf.sub(norm, norm));
      return new Map([...gradients].map(([name, gradient]) => [name, tf.mul(gradient, scale)]));
    },
  }),
});
