import * as tf from '@tensorflow/tfjs';
import { randomBeta } from 'd3-random';
import { z } from 'zod';
import { defineRegularizer } from './regularizer.ts';

/** λ·a + (1 − λ)·b for images and targets alike, with one λ ~ Beta(α, α) and one partner order for a batch. */
export const mixup = defineRegularizer({
  name: 'mixup',
  summary: 'trains on mixtures of two images and their labels (Zhang et al. 2018)',
  parameters: {
    alpha: z.number().gt(0).default(0.2).describe('α of Beta(α, α), from which the mixture is drawn'),
  },
  changes: 'magnitudes',
  hooks: ({ alpha }) => ({
    batch({ inputs, targets }, { random }) {
      const share = randomBeta.source(random.uniform)(alpha, alpha)();
      const order = random.shuffle(Uint32Array.from({ length: inputs.shape[0] }, (_, i) => i));
      const partners = tf.tensor1d(Int32Array.from(order), 'int32');
      const mix = <T extends tf.Tensor>(x: T): T =>
        tf.add(tf.mul(x, share), tf.mul(tf.gather(x, partners), 1 - share));
      return { inputs: mix(inputs), targets: mix(targets) };
    },
  }),
});
