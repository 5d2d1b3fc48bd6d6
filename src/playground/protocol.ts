import type { PageEngine, Settings } from './settings.ts';

/** What a page and the worker of one of its networks tell each other. */

/** What a worker needs to compute, in Base64: it has no network to get them by. */
export interface Binaries {
  /** Of tfjs-backend-wasm. */
  readonly backend: string;
  /** The project's own. */
  readonly kernels: string;
}

/** Images that lie in the page, in Base64: see `packed-images.ts`. */
export interface PackedImages {
  readonly bytes: string;
  readonly train: number;
  readonly test: number;
  /** Pixels a side. */
  readonly resolution: number;
}

/** Texts that lie in the page. */
export interface PackedTexts {
  /** JSON of `CarriedTexts`. */
  readonly json: string;
}

export interface CarriedTexts {
  readonly train: { readonly texts: readonly string[]; readonly labels: readonly number[] };
  readonly test: { readonly texts: readonly string[]; readonly labels: readonly number[] };
}

/** Examples of the data set that is asked for, where they lie in the page. */
export type Carried = PackedImages | PackedTexts;

export type Command =
  | { readonly type: 'open'; readonly binaries: Binaries }
  | {
      readonly type: 'configure';
      readonly settings: Settings;
      /** Which of the two networks. */
      readonly place: 0 | 1;
      readonly carried: Carried | null;
    }
  | { readonly type: 'run' | 'pause' | 'step' }
  | { readonly type: 'rewind'; readonly epoch: number }
  /** Takes blocks out, by their places from 0, and tells the errors without them; training knows nothing of it. */
  | { readonly type: 'lesion'; readonly removed: readonly number[] };

/** Of a network as it is at the moment. */
export interface Errors {
  readonly trainErrorPct: number;
  readonly testErrorPct: number;
}

export type Told =
  | OpenedEngine
  | Ready
  | StepTold
  | EpochTold
  | AnswersTold
  | { readonly type: 'rewound'; readonly epoch: number }
  | {
      readonly type: 'lesion';
      readonly removed: readonly number[];
      readonly without: Errors;
      readonly whole: Errors;
    }
  /** Nothing follows until something is asked for. */
  | { readonly type: 'rests' }
  | { readonly type: 'ended'; readonly why: 'finished' | 'diverged' | 'restored' }
  /** In English, for whoever can do something about it. */
  | { readonly type: 'failed'; readonly message: string };

export interface OpenedEngine {
  readonly type: 'opened';
  readonly engine: PageEngine;
  readonly versions: Readonly<Record<string, string>>;
}

/** A network that has not learned anything yet. */
export interface Ready {
  readonly type: 'ready';
  readonly parameters: number;
  /** Among which it chooses. */
  readonly classes: number;
  /** Examples of a step, and of a whole epoch. */
  readonly batchSize: number;
  readonly trained: number;
  /** Names of weighted layers, from the input on. */
  readonly layers: readonly string[];
  readonly blocks: readonly { readonly name: string; readonly keepsShape: boolean }[];
  /** Whether the regularizer that was asked for can act on this kind of network. */
  readonly regularized: boolean;
  readonly examples: Examples;
}

/** A few examples that are tested on. */
export interface Examples {
  readonly labels: readonly number[];
  /** `[count, resolution, resolution, 3]`; absent: they are texts. */
  readonly images?: { readonly pixels: Uint8Array; readonly resolution: number };
  /** Their beginnings. */
  readonly texts?: readonly string[];
}

export interface StepTold {
  readonly type: 'step';
  readonly step: number;
  readonly epoch: number;
  /** Of the step's batch. */
  readonly loss: number;
  /** L2 norm of the loss gradient of each weighted layer. */
  readonly norms: readonly number[];
  /** The same before the step, on the same images; null where both were not measured on the same. */
  readonly before: readonly number[] | null;
  /** null where the last step was not just before. */
  readonly examplesPerSecond: number | null;
}

export interface EpochTold extends Errors {
  readonly type: 'epoch';
  readonly epoch: number;
  readonly step: number;
  readonly trainLoss: number;
  readonly testLoss: number;
  /** On a batch that is always the same. */
  readonly norms: readonly number[];
  /** Standard deviation of each convolution's response. */
  readonly responses: readonly number[];
  /** Epochs that can be gone back to. */
  readonly kept: readonly number[];
}

export interface AnswersTold {
  readonly type: 'answers';
  /** The most likely class of each example, and how likely, 0 to 1. */
  readonly predicted: readonly number[];
  readonly shares: readonly number[];
}
