import { msg, type Text } from '../language/phrase.ts';

/** What a page knows of the examples of a data set: handed in, since pages know nothing of data. */
export interface ShownExamples {
  /** By number; absent where classes have no names. */
  readonly classNames?: readonly Text[] | undefined;
  /** Single images; or why there are none: examples that are no images, not at hand here, not wanted on the page. */
  readonly images: ExampleImages | 'none' | 'not at hand' | 'left out';
}

/** What a class is called; by its number where it has no name. */
export function classNameOf(examples: ShownExamples | undefined, label: number): Text {
  return examples?.classNames?.[label] ?? msg`class ${label}`;
}

export interface ExampleImages {
  /** Pixels. */
  readonly side: number;
  /** Label, and `[side, side, 3]`, 0 to 255. @throws Error where it cannot be read */
  image(part: 'train' | 'test', index: number): { readonly label: number; readonly pixels: Uint8Array };
}

/** Looks for what there is to show of a data set. */
export type FindExamples = (dataset: string) => Promise<ShownExamples>;
