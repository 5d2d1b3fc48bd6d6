import type { BenchNetwork, RECIPE } from './networks.ts';

/** What a contestant is asked, one JSON object a line; it answers each with one line, and ends with its input. */
export interface BuildRequest {
  readonly build: BenchNetwork;
  /** The network's; older checkouts, which take part with `--against`, look for it here. */
  readonly batch: number;
  readonly recipe: Readonly<Record<keyof typeof RECIPE, number>>;
  /** File that `writeProblem` made, for those that are not made of this project's code. */
  readonly problem?: string;
}

/** Train for so many steps. */
export interface RunRequest {
  readonly run: number;
}

/** Train for so many steps with a clock around each kernel; TensorFlow.js engines only. */
export interface ProfileRequest {
  readonly profile: number;
}

export type Request = BuildRequest | RunRequest | ProfileRequest;

export interface BuildAnswer {
  /** Trainable values. */
  readonly parameters: number;
  readonly versions: Readonly<Record<string, string>>;
}

export interface RunAnswer {
  /** Wall-clock time of all steps. */
  readonly seconds: number;
  /** Of each step's batch, before its update. */
  readonly losses: readonly number[];
}

export interface ProfileAnswer {
  readonly steps: number;
  /** Wall-clock time of all steps. */
  readonly seconds: number;
  /** Seconds in each kernel; a kernel that runs others counts for them. */
  readonly kernels: Readonly<Record<string, number>>;
}

/** Instead of any answer. */
export interface ErrorAnswer {
  readonly error: string;
}
