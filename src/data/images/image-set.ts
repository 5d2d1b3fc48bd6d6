/** Of colour images: red, green and blue. */
export const CHANNELS = 3;

/** Labelled colour images as bytes, ready to be indexed. Not to be written to once handed out. */
export interface ImageSet {
  /** `[count, resolution, resolution, 3]`, row by row, R, G and B of a pixel side by side, 0 to 255. */
  readonly images: Uint8Array;
  /** `[count]`, from 0. */
  readonly labels: Uint8Array;
  readonly count: number;
  /** Pixels a side. */
  readonly resolution: number;
  /** `[count]`, which of the whole set's images each one is, from 0; absent: it is the whole set. */
  readonly numbers?: Uint32Array;
}

/** A whole set of images as its authors split it. */
export interface RawImages {
  readonly name: string;
  readonly classes: number;
  /** Hex, over the bytes of the data set: the decoded files in order, or the generator's output. */
  readonly sha256: string;
  readonly train: ImageSet;
  readonly test: ImageSet;
}

/** The images of one run, and the two statistics that normalise them. */
export interface ImageSplits {
  readonly train: ImageSet;
  /** A fixed part of `train`, never augmented, on which the training error is measured. */
  readonly trainEval: ImageSet;
  /** `null` where no image is kept for validation. */
  readonly val: ImageSet | null;
  readonly test: ImageSet;
  /** `[resolution, resolution, 3]`, mean of `train` at each pixel, in byte units (0 to 255). */
  readonly pixelMean: Float32Array;
  /** One number: standard deviation of `train` once `pixelMean` is subtracted, in byte units. */
  readonly pixelStd: number;
}
