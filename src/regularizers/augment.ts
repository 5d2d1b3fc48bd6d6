import { z } from 'zod';
import { defineRegularizer } from './regularizer.ts';

export const augment = defineRegularizer({
  name: 'augment',
  summary: 'random crops of the padded image, and flips (He et al. 2015, section 4.2)',
  parameters: {
    padding: z.int().min(0).max(8).default(4).describe('pixels of padding at 32×32, fewer on smaller images'),
    flip: z.boolean().default(true).describe('whether images are mirrored, each with probability ½'),
  },
  changes: 'images',
  configure(config, { padding, flip }) {
    const { data } = config;
    if (!('augmentation' in data)) {
      throw new RangeError(`regularizer augment is for images; the dataset is ${config.data.dataset}`);
    }
    const cropPadding = Math.round((padding * data.resolution) / 32);
    return { ...config, data: { ...data, augmentation: { cropPadding, flip } } };
  },
});
