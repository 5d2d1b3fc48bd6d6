import { z } from 'zod';

/** Of training images, anew in every epoch. */
const augmentationSchema = z.strictObject({
  /** Pixels of zero padding before the random crop; 0 means no crop. Paper: 4. */
  cropPadding: z.int().gte(0),
  /** Random horizontal flips. Paper: true. */
  flip: z.boolean(),
});

/** What is configured about images, whatever they show: part of a source's schema. */
export const pixelsShape = {
  /** Pixels a side; below 32 by area averaging, above by repeating pixels. Paper: 32. */
  resolution: z.union([z.literal(224), z.literal(32), z.literal(16), z.literal(8)]),
  augmentation: augmentationSchema,
};
export const pixelsSchema = z.object(pixelsShape);

export type ImageConfig = z.output<typeof pixelsSchema>;

/** He et al. 2015, section 4.2: a random crop of the image padded by four pixels, and flips. */
export const paperPixels: ImageConfig = { resolution: 32, augmentation: { cropPadding: 4, flip: true } };
