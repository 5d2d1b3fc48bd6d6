import { z } from 'zod';
import { fitSizes, requireSizes, type SourceSizes, sizesShape } from '../sizes.ts';
import type { AnyData, DataOverrides, DataSource } from '../source.ts';
import type { LoadOptions } from '../types.ts';
import { CHANNELS, type RawImages } from './image-set.ts';

/** Of training images, anew in every epoch. */
const augmentationSchema = z.strictObject({
  /** Pixels of zero padding before the random crop; 0 means no crop. Paper: 4. */
  cropPadding: z.int().gte(0),
  /** Random horizontal flips. Paper: true. */
  flip: z.boolean(),
});

const pixels = {
  /** Pixels a side; below 32 by area averaging, above by repeating pixels. Paper: 32. */
  resolution: z.union([z.literal(224), z.literal(32), z.literal(16), z.literal(8)]),
  augmentation: augmentationSchema,
};
const pixelsSchema = z.object(pixels);

/** What is configured about images, whatever they show. */
export type ImageConfig = z.output<typeof pixelsSchema>;

/** Where nothing is said, as where a preset was made for a source without images: as in the paper. */
const paperPixels: ImageConfig = { resolution: 32, augmentation: { cropPadding: 4, flip: true } };

interface ImageSourceDefinition<Name extends string> extends SourceSizes, Pick<DataSource, 'download'> {
  readonly name: Name;
  /** At 32×32. */
  load(options: LoadOptions): Promise<RawImages>;
}

/** A source of 32×32 colour images. */
export function imageSource<Name extends string>({ load, ...definition }: ImageSourceDefinition<Name>) {
  const schema = z.strictObject({ dataset: z.literal(definition.name), ...pixels, ...sizesShape });
  type Config = z.output<typeof schema>;
  return {
    ...definition,
    schema,
    configure(preset, asked) {
      const sizes = fitSizes(preset, asked, definition);
      requireSizes(sizes, definition);
      return schema.parse({ dataset: definition.name, ...configurePixels(preset, asked), ...sizes });
    },
    inputShape: ({ resolution }) => [resolution, resolution, CHANNELS],
    async load(options) {
      const [raw, { imageSplits }] = await Promise.all([load(options), import('./batches.ts')]);
      return { sha256: raw.sha256, splits: (data, seed) => imageSplits(raw, data, seed) };
    },
  } satisfies DataSource<Config> & { schema: typeof schema };
}

function configurePixels(preset: AnyData, asked: DataOverrides) {
  const given = pixelsSchema.safeParse(preset).data ?? paperPixels;
  const resolution = asked.resolution ?? given.resolution;
  const { cropPadding, flip } = given.augmentation;
  // Padding stays the same share of the image: 4 of 32 pixels, 2 of 16.
  const padding = Math.round((cropPadding * resolution) / given.resolution);
  return { resolution, augmentation: { cropPadding: padding, flip } };
}
