import { z } from 'zod';
import { fitSizes, requireSizes, type SourceSizes, sizesShape } from '../sizes.ts';
import type { DataSource } from '../source.ts';
import type { LoadOptions } from '../types.ts';
import { textBesidePaper } from './beside-paper.ts';
import { type TextConfig, textSchema, textShape } from './config.ts';
import type { RawTexts } from './text-set.ts';
import { RESERVED } from './vocabulary.ts';

interface TextSourceDefinition<Name extends string>
  extends SourceSizes,
    Pick<DataSource, 'title' | 'standIn' | 'classNames' | 'download'> {
  readonly name: Name;
  load(options: LoadOptions): Promise<RawTexts>;
}

/** For a preset that was made for something else. */
const USUAL: TextConfig = { level: 'words', length: 128, vocabulary: 5000 };

/** A source of texts, one row of numbers each. */
export function textSource<Name extends string>({ load, ...definition }: TextSourceDefinition<Name>) {
  const schema = z.strictObject({ dataset: z.literal(definition.name), ...textShape, ...sizesShape });
  type Config = z.output<typeof schema>;
  return {
    ...definition,
    schema,
    configure(preset, asked) {
      const sizes = fitSizes(preset, asked, definition);
      requireSizes(sizes, definition);
      const read = textSchema.safeParse(preset).data ?? USUAL;
      return schema.parse({ dataset: definition.name, ...read, ...sizes });
    },
    besidePaper(data) {
      return textBesidePaper(data);
    },
    inputShape({ length }) {
      return [1, length, 1];
    },
    symbols({ vocabulary }) {
      return RESERVED + vocabulary;
    },
    async load(options) {
      const [raw, { textSplits }] = await Promise.all([load(options), import('./batches.ts')]);
      return { sha256: raw.sha256, splits: (data, seed) => textSplits(raw, data, seed) };
    },
  } satisfies DataSource<Config> & { schema: typeof schema };
}
