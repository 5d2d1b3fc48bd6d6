import type * as tf from '@tensorflow/tfjs';

/** One batch on the current backend. Whoever receives it disposes of both tensors. */
export interface Batch {
  /** `[batch, rows, columns, channels]`, float32: normalised magnitudes, or the numbers of symbols. */
  readonly inputs: tf.Tensor4D;
  /** `[batch]`, int32. */
  readonly labels: tf.Tensor1D;
}

/** Examples that something is measured on: always the same, and not altered. */
export interface Examples {
  readonly count: number;
  /**
   * Which examples of the source they are, from 0, among those that its authors trained on, or tested on; absent where they
   * are made for the run.
   */
  readonly numbers?: ArrayLike<number> | undefined;
  /**
   * All of them in order; the last batch may be smaller. The receiver disposes of each batch; leaving the loop early
   * disposes of the ones made ahead.
   */
  batches(batchSize: number): AsyncGenerator<Batch, void, undefined>;
}

export interface TrainingOptions {
  /** Examples per batch; what remains at the end of a pass is dropped, so that all batches have one shape. */
  readonly batchSize: number;
  readonly seed: number;
  /** From 1. */
  readonly epoch: number;
  /** Over the examples; each has its own order and augmentation. Default: 1. */
  readonly passesPerEpoch?: number | undefined;
}

/** What one run trains and measures on. */
export interface Splits {
  /**
   * The batches of one epoch of training, shuffled and augmented as the run is configured. They are decided by the
   * examples, the options and nothing else. The receiver disposes of each batch, as with `Examples`.
   *
   * @throws DataSizeError at once if there is not a single batch
   */
  trainingBatches(options: TrainingOptions): AsyncGenerator<Batch, void, undefined>;
  /** A fixed part of what is trained on, on which the training error is measured. */
  readonly trainEval: Examples;
  /** Never trained on; `null` where nothing is kept for validation. */
  readonly val: Examples | null;
  readonly test: Examples;
}

/** A data set in memory. */
export interface LoadedData<Config = unknown> {
  /** Hex, over its bytes. */
  readonly sha256: string;
  /** Of a run. @throws DataSizeError if a size does not fit the data set */
  splits(data: Config, seed: number): Splits;
}

export interface LoadOptions {
  /** Folder that holds cached data sets; default: `DEGRADATION_LAB_CACHE`, else the system's cache folder. */
  readonly cacheDir?: string;
  /** Default: that of the process. */
  readonly env?: NodeJS.ProcessEnv;
  readonly onProgress?: OnProgress;
  readonly signal?: AbortSignal;
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
