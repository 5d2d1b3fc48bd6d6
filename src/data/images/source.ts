import { z } from 'zod';
import { fitSizes, requireSizes, type SourceSizes, sizesShape } from '../sizes.ts';
import type { AnyData, DataOverrides, DataSource } from '../source.ts';
import type { LoadOptions } from '../types.ts';
import { imagesBesidePaper } from './beside-paper.ts';
import { paperPixels, pixelsSchema, pixelsShape } from './config.ts';
import { CHANNELS, type RawImages } from './image-set.ts';

interface ImageSourceDefinition<Name extends string>
  extends SourceSizes,
    Pick<DataSource, 'title' | 'standIn' | 'classNames' | 'openImages' | 'download'> {
  readonly name: Name;
  /** At 32×32. */
  load(options: LoadOptions): Promise<RawImages>;
}

/** A source of 32×32 colour images. */
export function imageSource<Name extends string>({ load, ...definition }: ImageSourceDefinition<Name>) {
  const schema = z.strictObject({ dataset: z.literal(definition.name), ...pixelsShape, ...sizesShape });
  type Config = z.output<typeof schema>;
  return {
    ...definition,
    schema,
    configure(preset, asked) {
      const sizes = fitSizes(preset, asked, definition);
      requireSizes(sizes, definition);
      return schema.parse({ dataset: definition.name, ...configurePixels(preset, asked), ...sizes });
    },
    besidePaper(data, paper) {
      return imagesBesidePaper(data, paper);
    },
    inputShape({ resolution }) {
      return [resolution, resolution, CHANNELS];
    },
    async load(options) {
      const [raw, { imageSplits }] = await Promise.all([load(options), import('./batches.ts')]);
      return { sha256: raw.sha256, splits: (data, seed) => imageSplits(raw, data, seed) };
    },
  } satisfies DataSource<Config> & { schema: typeof schema };
}

function configurePixels(preset: AnyData, asked: DataOverrides) {
  // A preset that was made for a source without images says nothing: as in the paper.
  const given = pixelsSchema.safeParse(preset).data ?? paperPixels;
  const resolution = asked.resolution ?? given.resolution;
  const { cropPadding, flip } = given.augmentation;
  // Padding stays the same share of the image: 4 of 32 pixels, 2 of 16.
  const padding = Math.round((cropPadding * resolution) / given.resolution);
  return { resolution, augmentation: { cropPadding: padding, flip } };
}
