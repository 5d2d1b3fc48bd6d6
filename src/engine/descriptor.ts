import type { Operations } from './operations.ts';

/** One way to compute: all that the rest of the program knows of it. Nothing is loaded before `open`. */
export interface EngineDescriptor {
  /** Sets it apart from all others. */
  readonly id: string;
  /** What `--engine` and records call it. Two that differ in their device may share one. */
  readonly name: string;
  readonly device: 'cpu' | 'gpu';
  /** For lists: a few words. */
  readonly title: string;
  /** Whether `--engine auto` may take it. */
  readonly automatic: boolean;
  /** Bytes that its tensors may take together, where that is less than the machine has; null where it is not. */
  readonly memoryLimit: number | null;
  /** Whether it brings `Operations.fused`; to be known before it is open, because layers take less memory then. */
  readonly fuses: boolean;
  readonly sharing: Sharing;
  /** Whether it has to be the only one in its process. */
  readonly alone: boolean;
  readonly arithmetic: ArithmeticDescriptor;
  /** Why it is not available and what to do, as far as that can be told without opening it; null if nothing is known. */
  whyMissing?(): string | null;
  /** Why `auto` passes over it where somebody has set it up; null where nobody has, and where it is in order. */
  whyPassedOver?(): string | null;
  /**
   * Makes it the current backend of TensorFlow.js. May be called again, with another number of threads.
   *
   * @param threads 1 where `sharing.threads` is `one`
   * @throws Error with the reason, and what to do, when it is not available
   */
  open(threads: number): Promise<Opened>;
}

/** How the runs of an experiment share the machine. */
export interface Sharing {
  /** How many train at a time. */
  readonly runs: 'one' | 'one a core';
  /**
   * `one`: it cannot use more. `fixed`: as many as were asked for, since results depend on their number. `idle cores`:
   * also those for which there is no run, since results do not.
   */
  readonly threads: 'one' | 'fixed' | 'idle cores';
}

/** What is known of how it rounds. Two engines whose arithmetic has one name may still differ: a battery tells. */
export interface ArithmeticDescriptor {
  /** Short, for file names: `native-avx512`. */
  name(engine: Pick<Opened, 'versions'> & { readonly threads: number }): string;
  /** What decides the last digit besides this project's sources, `versions`, Node.js and the processor. */
  decidedBy?(): readonly string[];
  /** Where it is remembered; absent: in the cache folder. */
  folder?(): string;
}

/** What an engine says of itself once it is open. */
export interface Opened {
  /** TensorFlow.js's name of the backend. */
  readonly backend: string;
  /** Of what it is made of, besides Node.js and TensorFlow.js. */
  readonly versions: Readonly<Record<string, string>>;
  /** What it does in its own way. */
  readonly operations: Operations;
}
