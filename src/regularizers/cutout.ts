import * as tf from '@tensorflow/tfjs';
import { z } from 'zod';
import { defineRegularizer } from './regularizer.ts';

export const cutout = defineRegularizer({
  name: 'cutout',
  summary: 'blanks a square at a random place of each image (DeVries & Taylor 2017)',
  parameters: {
    size: z
      .int()
      .min(1)
      .max(32)
      .default(16)
      .describe('side of the square at 32×32, less on smaller images; its centre is in the image'),
  },
  changes: 'images',
  hooks: ({ size: ofFullSize }) => ({
    batch({ inputs, targets }, { random }) {
      const [count, height, width] = inputs.shape;
      // The same share of the image at every resolution.
      const size = Math.max(1, Math.round((ofFullSize * height) / 32));
      const kept = new Float32Array(count * height * width).fill(1);
      for (let image = 0; image < count; image++) {
        const top = random.integer(0, height - 1) - Math.floor(size / 2);
        const left = random.integer(0, width - 1) - Math.floor(size / 2);
        for (let y = Math.max(0, top); y < Math.min(height, top + size); y++) {
          const row = (image * height + y) * width;
          kept.fill(0, row + Math.max(0, left), row + Math.min(width, left + size));
        }
      }
      return { inputs: tf.mul(inputs, tf.tensor4d(kept, [count, height, width, 1])), targets };
    },
  }),
});
