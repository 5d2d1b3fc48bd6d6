import type * as tf from '@tensorflow/tfjs';
import type { DataConfig } from '../run/config.ts';

export type DatasetName = DataConfig['dataset'];

/** Classes of every data set here; labels are 0 to 9. */
export const CLASSES = 10;
/** Of their images: red, green and blue. */
export const CHANNELS = 3;

/** Labelled colour images as bytes, ready to be indexed. Not to be written to once handed out. */
export interface ImageSet {
  /** `[count, resolution, resolution, 3]`, row by row, R, G and B of a pixel side by side, 0 to 255. */
  readonly images: Uint8Array;
  /** `[count]`, 0 to 9. */
  readonly labels: Uint8Array;
  readonly count: number;
  /** Pixels a side. */
  readonly resolution: number;
}

/** A whole data set as its authors split it, at 32×32. */
export interface RawDataset {
  readonly name: DatasetName;
  /** Hex, over the bytes of the data set: the decoded files in order, or the generator's output. */
  readonly sha256: string;
  readonly train: ImageSet;
  readonly test: ImageSet;
}

/** What one run trains and measures on, and the two statistics that normalise it. */
export interface Splits {
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

/** One batch on the current backend. Whoever receives it disposes of both tensors. */
export interface Batch {
  /** `[batch, resolution, resolution, 3]`, float32, normalised. */
  readonly images: tf.Tensor4D;
  /** `[batch]`, int32. */
  readonly labels: tf.Tensor1D;
}

/** How far a long operation has come, so that a caller can draw a bar. */
export interface DataProgress {
  readonly stage: 'download' | 'decode' | 'verify';
  /** Bytes so far and in all. */
  readonly done: number;
  readonly total: number;
  /** Something that a person should read, e.g. that a damaged file is fetched again. */
  readonly note?: string;
}

export type OnProgress = (progress: DataProgress) => void;
