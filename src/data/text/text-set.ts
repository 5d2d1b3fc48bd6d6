/** Labelled texts. Not to be written to once handed out. */
export interface TextSet {
  readonly texts: readonly string[];
  /** `[texts]`, from 0. */
  readonly labels: Uint8Array;
}

/** A whole set of texts as it is split, the same for all runs. */
export interface RawTexts {
  readonly name: string;
  readonly classes: number;
  /** Hex, over the bytes of the data set: the file, or the generator's output. */
  readonly sha256: string;
  readonly train: TextSet;
  readonly test: TextSet;
}
