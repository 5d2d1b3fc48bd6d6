import type { z } from 'zod';
import type { Text } from '../language/phrase.ts';
import type { BesidePaper, PaperData } from '../paper/beside-paper.ts';
import type { SourceSizes, SplitSizes } from './sizes.ts';
import type { LoadedData, LoadOptions } from './types.ts';

/** Of one example as a network sees it. One-dimensional ones have one row. */
export type InputShape = readonly [rows: number, columns: number, channels: number];

/** The data of a preset, which may be made for another source: sizes are common to all. */
export type AnyData = SplitSizes & { readonly dataset: string; readonly [other: string]: unknown };

/** What the command line may change; a source takes what it knows. */
export interface DataOverrides {
  readonly trainSize?: number;
  readonly valSize?: number;
  /** Pixels a side. */
  readonly resolution?: number;
}

/**
 * A data set with all that others need to know of it. Planning asks for everything but `load`, so that a source brings
 * TensorFlow.js along no sooner than there.
 */
export interface DataSource<Config = unknown> extends SourceSizes {
  /** What pages call it; the paper's own, and no other, is `CIFAR-10`. */
  readonly title: Text;
  /** Of a set that shows that the suite works and nothing else: what pages say of it in place of its title. */
  readonly standIn?: Text;
  /** The data of a run's configuration: strict, with `dataset` and the sizes in it. */
  readonly schema: z.ZodType<Config>;
  /**
   * What a run of this source is configured with.
   *
   * @throws DataSizeError for sizes that it does not have; DataError for what it knows nothing of
   */
  configure(preset: AnyData, asked: DataOverrides): Config;
  inputShape(data: Config): InputShape;
  /**
   * How many symbols there are where an example is a row of them, as of words: its values are whole numbers from 0 on, each
   * of which stands for one. Absent where values are magnitudes, as of pixels.
   */
  symbols?(data: Config): number;
  /**
   * What a run does with its data beside what the paper did: reports list it with all other settings and name what
   * deviates.
   *
   * @param paper what the run's networks were trained on there
   */
  besidePaper(data: Config, paper: PaperData): BesidePaper;
  /** What its classes are called, by number; absent where nobody gave them names. */
  readonly classNames?: readonly Text[];
  /** Opens the images that its examples are, if they are at hand: nothing is fetched. Absent where they are none. */
  openImages?(): Promise<ExampleImages | null>;
  /** Into memory, fetched and verified first if need be. @throws DataError with what to do */
  load(options: LoadOptions): Promise<LoadedData<Config>>;
  /** Absent where nothing is fetched. */
  readonly download?: Download;
}

/** Images as the authors of a data set made them, one at a time. */
export interface ExampleImages {
  /** Pixels. */
  readonly side: number;
  /**
   * Label, and `[side, side, 3]`, 0 to 255.
   *
   * @param index of the image among those that the authors trained on, or tested on, from 0
   * @throws Error where it cannot be read
   */
  image(part: 'train' | 'test', index: number): { readonly label: number; readonly pixels: Uint8Array };
}

/** What has to come over the network once. */
export interface Download {
  readonly megabytes: number;
  /** Makes sure that `load` needs no network, without holding the data in memory. @throws DataError like `load` */
  ensure(options: LoadOptions): Promise<unknown>;
  /** Whether `load` would do without, judged by names and sizes of files alone. */
  isAtHand(): Promise<boolean>;
}
